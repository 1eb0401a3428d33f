"""阶段: what is done in which weeks, from clauses, bare lines and running text."""

from bihuan.planparse.rules.phases import clauses, lines, running, whole

__all__ = ["clauses", "lines", "running", "whole"]
