"""The only writers of a case's state: opening, advancing, escalating, sealing."""
