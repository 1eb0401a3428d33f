"""Pages of plans and campaigns, one file per kind of page."""
