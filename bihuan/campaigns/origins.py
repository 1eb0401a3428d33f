"""Where an item came from, when no rule of the parser read it: the ``rule`` it then carries."""

ADDED_RULE = "人工添加"
"""A person selected the passage."""
REMEMBERED_RULE = "沿用以往补充"
"""A person had added the same sentence of an earlier plan."""
PROPOSED_RULE = "模型建议"
"""A language model proposed it; only a person decides it, one by one."""
