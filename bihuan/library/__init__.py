"""方案库: every plan a person may see, searched, compared, exported and used again."""
