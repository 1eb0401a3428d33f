"""The plan parser: text of a 方案 in, a ``PlanDraft`` out. Pure Python, no Django."""
