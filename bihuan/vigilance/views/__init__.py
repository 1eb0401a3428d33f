"""Pages of sensitive periods."""
