"""House rules by which confirmed plan items become work."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from bihuan.campaigns.states import SentenceState
from bihuan.kernel.periods import month_end
from bihuan.people.states import Role
from bihuan.planparse.actor_kinds import ActorKind, kind_of_actor, kinds_of
from bihuan.planparse.numerals import read_number

ENTERPRISES = "enterprises"
NOBODY = "nobody"
HOLDERS = {
    ENTERPRISES: "纳入企业",
    Role.LEADER.value: "分管领导",
    Role.CHIEF.value: "安全办主任",
    Role.CLERK.value: "安全办干事",
    Role.INSPECTOR.value: "检查人员",
    Role.GRID_WORKER.value: "网格员",
    NOBODY: "不下达",
}
"""Who can be given a recurring duty at launch."""

_HOLDER_OF = {
    ActorKind.GRID_WORKER: Role.GRID_WORKER.value,
    ActorKind.LEADER: Role.LEADER.value,
    ActorKind.WARDEN: Role.LEADER.value,
    ActorKind.OFFICE_HEAD: Role.CHIEF.value,
    ActorKind.INSPECTOR: Role.INSPECTOR.value,
    **dict.fromkeys(
        (
            ActorKind.OFFICE,
            ActorKind.LEADING_GROUP,
            ActorKind.DEPARTMENT,
            ActorKind.TOWN,
            ActorKind.VILLAGE,
            ActorKind.GOVERNMENT,
        ),
        Role.CLERK.value,
    ),
    **dict.fromkeys(
        (
            ActorKind.ENTERPRISE,
            ActorKind.ENTERPRISE_HEAD,
            ActorKind.SAFETY_MANAGER,
            ActorKind.TEAM,
            ActorKind.WORKER,
            ActorKind.INSTITUTION,
            ActorKind.ALL_UNITS,
        ),
        ENTERPRISES,
    ),
}
"""Who holds a duty of each kind of actor; an expert holds none."""

SOON_DAYS = 3
DEFAULT_SELF_CHECK_DAYS = 15
SELF_CHECK_WORDS = ("自查", "自纠", "自改")


def readings(actor: str | None, action: str) -> tuple[str, ...]:
    """Return every key of ``HOLDERS`` that the plan's actor may mean, in the plan's order.

    「镇安全办、各社区网格员」 names two; the actor's own words count before those of the action.
    """
    kinds = kinds_of(actor or "")
    if not kinds and (kind := kind_of_actor(action)):
        kinds = (kind,)
    return tuple(dict.fromkeys(_HOLDER_OF[kind] for kind in kinds if kind in _HOLDER_OF))


def suggest_holder(actor: str | None, action: str) -> str:
    """Return the key of ``HOLDERS`` that the plan's actor most likely means: the first named.

    A duty without any goes to nobody until a person decides.
    """
    return next(iter(readings(actor, action)), NOBODY)


def still_missing(op: str, target: float, *, part: int, whole: int) -> int:
    """Return how many more of ``whole`` bring the share to a target of at least ``target`` percent.

    Other comparisons cannot be reached by doing more and give 0.
    """
    if op not in {">=", "==", ">"}:
        return 0
    wanted = math.ceil(round(target * whole / 100, 9))
    if op == ">" and wanted * 100 <= target * whole:
        wanted += 1
    return max(0, min(wanted, whole) - part)


def self_check_deadline(phases: Sequence[tuple[str, date | None]], *, launched_on: date) -> date:
    """Return the suggested deadline of the self-check: the end of the phase that asks for it.

    ``phases`` are names with ends. A phase that is over, or none, gives a fortnight from launch.
    """
    for name, end in phases:
        if end is not None and end >= launched_on and any(w in name for w in SELF_CHECK_WORDS):
            return end
    return launched_on + timedelta(days=DEFAULT_SELF_CHECK_DAYS)


_LENGTH = re.compile(
    r"(?:为期|历时|利用|用|通过|经过)(?:约|大约|近)?(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>个月|年)(?=左右|的|时间|，|,|。|在|$|专项|集中|开展|攻坚)"
)
LONGEST_MONTHS = 120


def months_in(text: str) -> int | None:
    """Return how many months a plan says it is to run (「为期2年」「通过两年左右的整治」), or None."""
    match = _LENGTH.search(text)
    number = read_number(match.group("n")) if match else None
    if match is None or not number:
        return None
    months = int(number) * (12 if match.group("unit") == "年" else 1)
    return months if months <= LONGEST_MONTHS else None


def end_after(first: date, months: int) -> date:
    """Return the last day of a stretch of whole months that begins on a day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    day = min(first.day, month_end(year, month + 1).day)
    return date(year, month + 1, day) - timedelta(days=1)


def deadline_of_latecomer(due_on: date, *, on: date) -> date:
    """Return the self-check's deadline for an enterprise taken in after the launch.

    The plan's day stands while it lies ahead; afterwards there is a fortnight.
    """
    return due_on if due_on > on else on + timedelta(days=DEFAULT_SELF_CHECK_DAYS)


def state_by_deadline(
    *, done: bool, deadline: date | None, on: date, started: bool = True
) -> SentenceState:
    """Return how something with a deadline stands on a day."""
    if done:
        return SentenceState.DONE
    if deadline is not None and on > deadline:
        return SentenceState.LATE
    if not started:
        return SentenceState.NOT_STARTED
    if deadline is not None and (deadline - on).days <= SOON_DAYS:
        return SentenceState.SOON
    return SentenceState.RUNNING


_WORST_FIRST = (
    SentenceState.LATE,
    SentenceState.SOON,
    SentenceState.RUNNING,
    SentenceState.NOT_STARTED,
    SentenceState.DONE,
    SentenceState.UNTRACKED,
)


def worst(states: Sequence[SentenceState]) -> SentenceState:
    """Return the state that a sentence shows for all of its items."""
    return min(states, key=_WORST_FIRST.index, default=SentenceState.UNTRACKED)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the items' history, as undoing looks at it: ``undoes`` is the act taken back."""

    id: int
    item: int
    by: int
    batch: UUID | None
    undoes: UUID | None


def standing_rows(rows: Iterable[Row]) -> dict[int, Row]:
    """Return, by item, the latest row that nothing has taken back; rows come oldest first.

    An item of which everything was taken back is not in it. What takes back an act that is not
    the item's latest standing one changes nothing there.
    """
    stacks: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        stack = stacks[row.item]
        if row.undoes is None:
            stack.append(row)
        elif stack and stack[-1].batch == row.undoes:
            stack.pop()
    return {item: stack[-1] for item, stack in stacks.items() if stack}
