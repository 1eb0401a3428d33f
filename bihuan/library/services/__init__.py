"""What changes the library: the index, and templates."""
