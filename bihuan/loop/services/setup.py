"""What the loop needs before the first case: an escalation policy per kind."""

from __future__ import annotations

from bihuan.loop.services.escalation import case_models, default_policies


def ensure_defaults() -> None:
    """Write the house's escalation policy for every kind of case that has none."""
    for kind in sorted(case_models()):
        default_policies(kind)


def ensure_defaults_after_migrate(**_: object) -> None:
    """Do it whenever the tables were brought up to date."""
    ensure_defaults()
