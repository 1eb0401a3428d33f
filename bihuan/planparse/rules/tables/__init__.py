"""Rows of tables: stages, tasks, recurring work, returns, figures, lines of checklists."""

from bihuan.planparse.rules.tables import checks, figures, returns, stages, work

__all__ = ["checks", "figures", "returns", "stages", "work"]
