"""Pages of phases."""
