"""人工认定的目标: targets that no metric of the records measures, tracked by confirmed values."""
