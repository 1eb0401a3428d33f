"""Official documents: layout by GB/T 9704-2012, numbers without gaps, files that can be verified."""
