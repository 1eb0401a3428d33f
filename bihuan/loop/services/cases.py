"""Open a case and take it from state to state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from bihuan.kernel.chinese import BEIJING
from bihuan.kernel.clocks import last_day
from bihuan.kernel.errors import (
    EvidenceMissing,
    NotAllowed,
    NotFound,
    NotIndependent,
    Refused,
    StaleVersion,
    StepRefused,
)
from bihuan.kernel.events import announce
from bihuan.kernel.machines import Step
from bihuan.loop.events import CaseMoved
from bihuan.loop.models import Case, Evidence, StepKey, TrailRow
from bihuan.loop.services.todos import keep_todo
from bihuan.loop.services.trail import write_row
from bihuan.loop.states import SYSTEM, EvidenceKind
from bihuan.loop.wording import require_words, words_of
from bihuan.people.models import User

C = TypeVar("C", bound=Case)


def business_date(at: datetime) -> date:
    """Return the Beijing calendar day of a moment."""
    return at.astimezone(BEIJING).date()


@transaction.atomic
def open_case(
    case: C,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    clock: str | None = None,
    label: str = "登记",
    facts: Mapping[str, object] | None = None,
    evidence: Sequence[Evidence] = (),
) -> C:
    """Save a new case in its machine's first state and write the first trail row.

    ``clock`` starts a term; a caller that knows the deadline sets ``case.due_on`` instead.
    """
    require_words(case, [note, *words_of(case)])
    case.state = case.machine.start
    case.version = 1
    case.created_at = at
    case.created_by = by
    if clock is not None:
        case.due_on = last_day(business_date(at), case.term(clock))
    case.save()
    row = write_row(
        case, step="open", label=label, from_state="", by=by, at=at, note=note,
        facts=_facts(case, facts, evidence),
    )  # fmt: skip
    _bind(evidence, case, row)
    keep_todo(case, at=at)
    announce(CaseMoved(case, "open", "", by.pk if by else None, at))
    return case


@transaction.atomic
def advance(
    case: C,
    name: str,
    *,
    by: User | None,
    at: datetime,
    note: str = "",
    evidence: Sequence[Evidence] = (),
    expected_version: int | None = None,
    key: UUID | None = None,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, object] | None = None,
    due_on: date | None = None,
) -> C:
    """Take the step ``name`` of the case's machine, or refuse and change nothing.

    The row is read again under a lock, so ``case`` may be stale. ``expected_version`` is the
    version the person saw; ``key`` makes a repeated request harmless: the second call returns
    the case as it stands. ``changes`` are other columns that change with the step; ``due_on``
    sets the deadline that the step's clock would otherwise compute.

    Raises:
        NotFound: the case is outside what ``by`` may see.
        NotAllowed, StepRefused, StaleVersion, EvidenceMissing, NotIndependent: see errors.
        BadInput: words that a higher domain forbids (``loop.wording``).
    """
    case = _locked(case, by)
    if key is not None and _already_done(case, name, key):
        return case
    step = case.machine.step(name)
    _require_permission(step, by)
    _require_state(case, step, expected_version)
    _require_independence(case, step, by)
    _require_proof(step, note, evidence)
    require_words(case, [note, *(changes or {}).values(), *(facts or {}).values()])
    before = case.state
    for column, value in (changes or {}).items():
        setattr(case, column, value)
    case.state = step.target
    case.version += 1
    case.due_on = _deadline(case, step, at, due_on)
    case.save()
    if key is not None:
        StepKey.objects.create(key=key, case_kind=case.kind, case_id=case.pk, step=name, at=at)
    row = write_row(
        case, step=name, label=step.label, from_state=before, by=by, at=at, note=note,
        facts=_facts(case, {**(changes or {}), **(facts or {})}, evidence),
    )  # fmt: skip
    _bind(evidence, case, row)
    keep_todo(case, at=at)
    announce(CaseMoved(case, name, before, by.pk if by else None, at))
    return case


def _locked(case: C, by: User | None) -> C:
    manager: Any = type(case)._default_manager
    rows = manager.all() if by is None else manager.visible_to(by)
    row: C | None = rows.select_for_update(of=("self",)).filter(pk=case.pk).first()
    if row is None:
        raise NotFound
    return row


def was_taken(case: Case, key: UUID | None) -> bool:
    """Whether the request ``key`` already moved this case, by whatever step.

    A service that does more than one step's writing asks first, under the case's lock.
    """
    if key is None:
        return False
    return StepKey.objects.filter(key=key, case_kind=case.kind, case_id=case.pk).exists()


def _already_done(case: Case, name: str, key: UUID) -> bool:
    done = StepKey.objects.filter(key=key).first()
    if done is None:
        return False
    if (done.case_kind, done.case_id, done.step) != (case.kind, case.pk, name):
        raise Refused("这个请求编号已用于另一项操作，请刷新页面后重试。", code="key_reused")
    return True


def _require_permission(step: Step, by: User | None) -> None:
    if step.capability == SYSTEM:
        if by is not None:
            raise NotAllowed(f"“{step.label}”由系统按期限自动办理，不能手工操作。")
        return
    if by is None:
        raise NotAllowed(f"“{step.label}”须由人员办理。")
    if not by.can(step.capability):
        post = by.post.get_role_display() if by.post else "未任职"
        raise NotAllowed(f"您的岗位（{post}）不能办理“{step.label}”。")


def _require_state(case: Case, step: Step, expected_version: int | None) -> None:
    if expected_version is not None and expected_version != case.version:
        last = (
            TrailRow.objects.filter(case_kind=case.kind, case_id=case.pk)
            .order_by("-number")
            .first()
        )
        who = f"{last.by_name}已办理“{last.label}”" if last else "已有变动"
        raise StaleVersion(f"页面打开后{who}，当前状态为“{case.state_label}”。请刷新后再办理。")
    if case.state not in step.sources:
        raise StepRefused(f"当前状态为“{case.state_label}”，不能{step.label}。")


def _require_independence(case: Case, step: Step, by: User | None) -> None:
    if not step.not_by or by is None:
        return
    row = (
        TrailRow.objects.filter(
            case_kind=case.kind, case_id=case.pk, step__in=step.not_by, by_id=by.pk
        )
        .order_by("-number")
        .first()
    )
    if row is not None:
        raise NotIndependent(f"您办理过“{row.label}”，“{step.label}”须由其他人员办理。")


def _require_proof(step: Step, note: str, evidence: Sequence[Evidence]) -> None:
    if step.reason and not note.strip():
        raise Refused(f"请填写“{step.label}”的原因。", code="reason_missing")
    given = {item.kind for item in evidence}
    missing = [EvidenceKind(kind).label for kind in step.needs if kind not in given]
    if missing:
        raise EvidenceMissing(f"“{step.label}”须附{'、'.join(missing)}，请先上传。")


def _deadline(case: Case, step: Step, at: datetime, due_on: date | None) -> date | None:
    if step.target in case.machine.end:
        return None
    if due_on is not None:
        return due_on
    if step.clock is not None:
        return last_day(business_date(at), case.term(step.clock))
    return case.due_on if step.keeps_clock else None


def _facts(
    case: Case, facts: Mapping[str, object] | None, evidence: Sequence[Evidence]
) -> dict[str, object]:
    plain = {name: _plain(value) for name, value in (facts or {}).items()}
    if case.due_on:
        plain["due_on"] = case.due_on
    if evidence:
        plain["evidence"] = [item.sha256 for item in evidence]
    return plain


def _plain(value: object) -> object:
    return value.pk if hasattr(value, "pk") else value


def _bind(evidence: Sequence[Evidence], case: Case, row: TrailRow) -> None:
    for item in evidence:
        if item.case_id is not None and (item.case_kind, item.case_id) != (case.kind, case.pk):
            raise Refused("这份材料已用于另一事项，请重新上传。", code="evidence_reused")
        item.case_kind, item.case_id, item.trail_number = case.kind, case.pk, row.number
        # From now on it is seen by whoever sees the case, not by whoever sees the uploader's office.
        item.area, item.enterprise_id = case.area, getattr(case, "enterprise_id", None)
        item.save(update_fields=["case_kind", "case_id", "trail_number", "area", "enterprise_id"])
