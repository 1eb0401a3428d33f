"""The rules, one module per kind of item; importing this package registers them all."""

from bihuan.planparse.rules import (
    accountability,
    anomalies,
    check_items,
    damage,
    deliverables,
    duties,
    legal_refs,
    organisation,
    phases,
    scope,
    tables,
    targets,
    tasks,
)

__all__ = [
    "accountability",
    "anomalies",
    "check_items",
    "damage",
    "deliverables",
    "duties",
    "legal_refs",
    "organisation",
    "phases",
    "scope",
    "tables",
    "targets",
    "tasks",
]
