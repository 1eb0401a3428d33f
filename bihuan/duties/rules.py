"""When a duty counts as done in its period, and what of a record is unusual."""

from __future__ import annotations

from datetime import date

from bihuan.kernel.periods import Period, Recurrence, following, period_of

BACKDATED_AFTER_DAYS = 7
LAPSES_AFTER_DAYS = 15
"""House rule: so long after its deadline a duty may still be recorded; then it was missed."""


def occurrence_window(
    on: date, every: Recurrence, *, since: date, until: date | None
) -> Period | None:
    """Return the part of the period around ``on`` in which the rule asks for the duty.

    The period is the calendar's; a rule that starts or ends inside it narrows the window, and
    the full count is still asked for. None when the rule does not run on ``on``.

    House rule.
    """
    if on < since or (until is not None and on > until):
        return None
    period = period_of(on, every)
    end = period.end if until is None else min(period.end, until)
    return Period(max(period.start, since), end, period.label)


def revision_starts(wanted: date, *, before: Recurrence, after: Recurrence) -> date:
    """Return the first day, not before ``wanted``, on which both frequencies begin a period.

    So nobody is asked by the old and the new frequency for the same days: what is open runs out,
    then the new one begins. A week begins in no month's rhythm, so beside a month it may begin
    inside one.

    House rule.
    """
    longer = max(before, after, key=list(Recurrence).index)
    period = period_of(wanted, longer)
    return wanted if period.start == wanted else following(period, longer).start


def done_on_problem(done_on: date, *, start: date, end: date, today: date) -> str | None:
    """Return why a duty cannot have been done on that day; None when it can.

    Both bounds count. What happened outside the period counts for another occurrence.

    House rule.
    """
    if done_on > today:
        return "晚于今天，请填写实际履职的日期。"
    if not start <= done_on <= end:
        return (
            f"不在本期（{start.isoformat()} 至 {end.isoformat()}）内，"
            "请核对日期，或登记到对应周期的事项。"
        )
    return None


def days_backdated(done_on: date, *, recorded_on: date) -> int:
    """Return by how many days the record came later than a week after the event; 0 within it.

    House rule: later than seven days is shown to the supervisor, never refused.
    """
    late = (recorded_on - done_on).days
    return late if late > BACKDATED_AFTER_DAYS else 0
