"""Run the rules and settle what they find: one item per fact, in reading order."""

from bisect import bisect_left
from typing import TypeVar

from bihuan.planparse import rules  # importing the package registers every rule
from bihuan.planparse.context import Plan
from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import rules_of
from bihuan.planparse.schema import (
    Anomaly,
    CheckItem,
    Deliverable,
    Member,
    PlanDraft,
    RecurringDuty,
    Span,
    Target,
    Task,
)

assert rules.__all__
S = TypeVar("S", bound=Span)
NEAR = 60  # rules run through a text in order: only what was found last can overlap


def _key(item: Span) -> object:
    match item:
        case Target():
            return (item.value, item.unit, item.metric, item.subject)
        case RecurringDuty():
            return (item.count, item.period)
        case Deliverable():
            return (item.due, item.recurrence)
        case Anomaly():
            return item.message
        case Member():
            return item.role
        case _:
            return None


def collect(plan: Plan, group: str, kind: type[S]) -> list[S]:
    """Return what a group's rules find; of two that say the same of one place the first stays."""
    found: list[S] = []
    for each in rules_of(group):
        for item in each.run(plan):
            assert isinstance(item, kind)
            if not any(same(item, other) for other in found[-NEAR:]) and not _private(plan, item):
                found.append(item)
    return in_order(found)


def _private(plan: Plan, item: Span) -> bool:
    """Return whether an item of work stands in a sentence about individual people's health."""
    if not isinstance(item, Target | RecurringDuty | Deliverable | Task):
        return False
    at = bisect_left(plan.view.index, item.start_char)
    return is_personal(plan.text[slice(*plan.sentence_at(at))])


def same(item: Span, other: Span) -> bool:
    """Return whether two items say the same of one place."""
    overlaps = item.start_char < other.end_char and other.start_char < item.end_char
    return overlaps and _key(item) == _key(other)


def in_order(items: list[S]) -> list[S]:
    return sorted(items, key=lambda item: (item.start_char, item.end_char, item.rule))


def first_check_items(plan: Plan) -> list[CheckItem]:
    """Return what the first rule on check items finds that finds anything."""
    for each in rules_of("check_items"):
        found = [item for item in each.run(plan) if isinstance(item, CheckItem)]
        if found:
            return in_order(found)
    return []


def without_repeats(targets: list[Target]) -> list[Target]:
    """Return targets without those that only repeat, perhaps for fewer, what one above says."""
    kept: list[Target] = []
    same: dict[object, list[Target]] = {}
    for target in targets:
        key = (target.value, target.unit, target.deadline, target.metric)
        alike = same.setdefault(key, [])
        if target.deadline is None or not any(_within(target, one) for one in alike[:NEAR]):
            kept.append(target)
            alike.append(target)
    return kept


def _within(target: Target, wider: Target) -> bool:
    """Return whether a target's subject is the other's or a narrower one."""
    return wider.subject != "" and set(wider.subject) <= set(target.subject)


def overlapping(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether any of the sorted stretches ``taken`` overlaps ``start`` to ``end``."""
    upto = bisect_left(taken, (end, 0))
    return any(stop > start for _, stop in taken[max(0, upto - NEAR) : upto])


def tasks_of(plan: Plan, draft: PlanDraft) -> list[Task]:
    """Return tasks that no duty, deliverable, target or impossible value already covers."""
    impossible = [one for one in draft.anomalies if one.kind == "impossible_value"]
    others = (
        *draft.phases,
        *draft.recurring_duties,
        *draft.deliverables,
        *draft.targets,
        *impossible,
    )
    taken = sorted((item.start_char, item.end_char) for item in others)
    tasks: list[Task] = []
    for task in collect(plan, "tasks", Task):
        again = bool(tasks) and task.start_char < tasks[-1].end_char
        if not again and not overlapping(taken, task.start_char, task.end_char):
            tasks.append(task)
    return tasks
