"""回头看: a random sample of what was closed is looked at again by somebody else."""
