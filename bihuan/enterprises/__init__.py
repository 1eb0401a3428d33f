"""企业档案: the registry that every other number divides by."""
