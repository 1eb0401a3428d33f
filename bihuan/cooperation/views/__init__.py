"""Pages of bodies working together, one file per kind of page."""
