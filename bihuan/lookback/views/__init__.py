"""Pages of rounds and their checks."""
