"""检查标准: versioned checklists."""
