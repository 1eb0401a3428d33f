"""监督检查: enterprises' self-checks."""
