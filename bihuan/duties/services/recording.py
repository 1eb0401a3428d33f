"""Record that a duty was done, or excuse it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.duties.models import Duty, DutyRecord
from bihuan.duties.rules import days_backdated, done_on_problem
from bihuan.enterprises.models import Enterprise
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, StepRefused
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date, was_taken
from bihuan.people.models import User


@transaction.atomic
def record_duty(
    *,
    duty_id: int,
    done_on: date,
    summary: str,
    by: User,
    at: datetime,
    place: str = "",
    visited: Enterprise | None = None,
    evidence: Sequence[Evidence] = (),
    key: UUID | None = None,
    version: int | None = None,
) -> Duty:
    """Write one record of the holder's; the one that reaches the required count fulfils the duty.

    ``key`` makes a repeated request harmless; ``version`` is the one the person saw.

    Raises:
        NotFound: the duty, or the enterprise visited, is not for ``by`` to see.
        NotAllowed: somebody else holds the duty.
        StepRefused: it is done or excused already.
        BadInput: the day lies outside the period or ahead, or nothing is said.
    """
    duty = Duty.objects.visible_to(by).locked(duty_id)
    if was_taken(duty, key):
        return duty
    if duty.is_final:
        raise StepRefused(f"当前状态为“{duty.state_label}”，不能登记履职。")
    _require_holder(duty, by)
    if visited is not None:
        _require_visible(visited, by)
    today = business_date(at)
    _require_sense(duty, done_on, summary, today)
    done = duty.done + 1
    is_last = done >= duty.required
    changes: dict[str, object] = {"done": done}
    if is_last:
        records = duty.records.values_list("done_on", flat=True)
        changes["done_on"] = max([done_on, *records])
    backdated = days_backdated(done_on, recorded_on=today)
    facts = {"place": place, "visited": visited.pk if visited else None, "on": done_on}
    moved = advance(
        duty, "fulfil" if is_last else "record", by=by, at=at, note=summary.strip(),
        evidence=evidence, expected_version=version, key=key, changes=changes,
        facts={**facts, "backdated_days": backdated} if backdated else facts,
    )  # fmt: skip
    DutyRecord.objects.create(
        duty=moved, number=done, done_on=done_on, place=place.strip(), visited=visited,
        summary=summary.strip(), recorded_at=at,
    )  # fmt: skip
    return moved


@transaction.atomic
def excuse_duty(
    *, duty_id: int, reason: str, by: User, at: datetime, key: UUID | None = None,
    version: int | None = None,
) -> Duty:  # fmt: skip
    """Excuse the holder from one occurrence, with the reason on record; nobody excuses himself.

    Raises:
        NotAllowed: ``by`` may not manage duties, or holds this one.
        Refused: no reason is given.
    """
    duty = Duty.objects.visible_to(by).locked(duty_id)
    if duty.is_held_by(by):
        raise NotAllowed("不能免除本人的职责，请由其他人员办理。")
    return advance(
        duty, "excuse", by=by, at=at, note=reason.strip(), key=key, expected_version=version
    )


def _require_holder(duty: Duty, by: User) -> None:
    if not duty.is_held_by(by):
        raise NotAllowed(f"这项职责由{duty.holder_name}履行，不能代为登记。")


def _require_visible(visited: Enterprise, by: User) -> None:
    if not Enterprise.objects.visible_to(by).filter(pk=visited.pk).exists():
        raise NotFound


def _require_sense(duty: Duty, done_on: date, summary: str, today: date) -> None:
    start = max(duty.period_start, duty.rule.since)
    problems = []
    wrong_day = done_on_problem(done_on, start=start, end=duty.period_end, today=today)
    if wrong_day:
        problems.append(Problem("履职日期", wrong_day))
    if not summary.strip():
        problems.append(Problem("情况", "没有填写", "，请写明做了什么、发现了什么。"))
    if problems:
        raise BadInput(problems)
