"""Template tags of the shell and the components."""
