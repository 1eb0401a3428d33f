"""What law and house rules say about rectifying hazards."""

from __future__ import annotations

from bihuan.hazards.states import HazardLevel
from bihuan.kernel.clocks import Term, natural_days, workdays


def rectification_term(level: HazardLevel) -> Term:
    """Return the longest time for rectifying a hazard when nobody set a shorter one.

    House rule (no statute fixes days; local orders commonly give these): 15 days for a general
    hazard, 30 for a major one.
    """
    return natural_days(30 if level is HazardLevel.MAJOR else 15, "平台默认期限")


def recheck_term(level: HazardLevel) -> Term:
    """Return how soon a reported rectification is rechecked.

    Law: 《安全生产违法行为行政处罚办法》(2015) gives ten days after the application; whether that
    stands after its replacement in 2026 is not verified, so it is a default.
    """
    del level
    return workdays(10, "《安全生产违法行为行政处罚办法》（2015，已被代替，待核）")
