"""What decides an amendment, without tables: alignment, word marks, merging of readings."""
