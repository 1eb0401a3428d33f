"""阶段: what is done in which weeks, from clauses, bare lines and running text."""

from bihuan.planparse.rules.phases import clauses, running

__all__ = ["clauses", "running"]
