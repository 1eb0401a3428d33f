"""What changes the end of a campaign."""
