"""The only writers of amendments and versions."""
