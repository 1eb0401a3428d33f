"""演示: a plainly fictitious county whose year is simulated through the real services."""
