"""Pages of decomposition."""
