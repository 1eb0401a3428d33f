"""Everything that changes what passes between bodies."""
