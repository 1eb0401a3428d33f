"""Everything that changes something about decomposition."""
