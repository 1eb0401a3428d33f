"""Pages of the end of a campaign."""
