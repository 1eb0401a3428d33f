"""Shape and syntax of what people type about people."""
