"""Pages of campaigns, one file per kind of page."""
