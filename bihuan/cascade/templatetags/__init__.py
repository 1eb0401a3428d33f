"""Template tags of decomposition."""
