"""Pages of amendments."""
