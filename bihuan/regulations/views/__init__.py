"""Pages of the library of laws and standards."""
