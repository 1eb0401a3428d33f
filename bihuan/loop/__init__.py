"""闭环: cases as stored — steps, trail, evidence, to-dos, escalation."""
