"""An anomaly at a rule's match, for all rules that report and never repair."""

from bihuan.planparse.registry import Found
from bihuan.planparse.schema import Anomaly, AnomalyKind, Span


def doubt(
    found: Found,
    kind: AnomalyKind,
    message: str,
    suggestion: str | None = None,
    *,
    at: tuple[int, int] | None = None,
) -> Span:
    """Return the anomaly of a match; ``at`` where other words than the match show it."""
    return found.plan.make(
        Anomaly,
        at or (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        kind=kind,
        message=message,
        suggestion=suggestion,
    )
