"""Pages of the checklists."""
