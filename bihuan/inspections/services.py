"""Everything that changes a self-check: assigning, answering, finishing, cancelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from bihuan.enterprises.models import Enterprise
from bihuan.hazards import services as hazards
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.inspections import rules
from bihuan.inspections.models import SelfCheck, SelfCheckAnswer
from bihuan.inspections.queries import Line, sheet
from bihuan.inspections.states import Answer, SelfCheckState
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused, StepRefused
from bihuan.loop.models import Evidence, StepKey
from bihuan.loop.services.bulk import open_cases
from bihuan.loop.services.cases import advance, business_date
from bihuan.loop.services.evidence import discard_evidence, keep_photo
from bihuan.loop.states import EvidenceKind
from bihuan.loop.wording import require_words
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.standards.models import Checklist
from bihuan.standards.states import ChecklistState

CHUNK = 500
PHOTOS_PER_ITEM = 9


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed for one item; saved as it stands, judged only when finishing."""

    item_id: int
    answer: Answer
    note: str = ""
    place: str = ""
    level: str = ""
    owner: str = ""
    measures: str = ""
    funds: Decimal | None = None
    interim_measures: str = ""
    due_on: date | None = None
    due_reason: str = ""


COLUMNS = (
    "answer", "note", "place", "level", "owner", "measures", "funds", "interim_measures",
    "due_on", "due_reason",
)  # fmt: skip


def assign_self_checks(
    *,
    checklist: Checklist,
    enterprises: QuerySet[Enterprise] | Sequence[Enterprise],
    round_key: str,
    title: str,
    due_on: date,
    at: datetime,
    by: User | None = None,
    campaign_ref: int | None = None,
    reason: str = "",
    chunk: int = CHUNK,
) -> int:
    """Ask each enterprise to answer ``checklist`` by ``due_on``; return how many are new.

    Set-based and repeatable: an enterprise that has the round already is left out, and each
    chunk is its own transaction, so that a killed run is finished by running it again.

    Raises:
        Refused: the checklist is not published or has no items.
    """
    if checklist.state != ChecklistState.PUBLISHED:
        raise Refused(f"检查标准“{checklist.name}”还没有发布，不能下达自查。", code="not_published")
    if not checklist.items.exists():
        raise Refused(f"检查标准“{checklist.name}”没有检查项，不能下达自查。", code="no_items")
    made = 0
    for batch in _batches(enterprises, chunk):
        made += _assign(
            batch, checklist=checklist, round_key=round_key, title=title, due_on=due_on, at=at,
            by=by, campaign_ref=campaign_ref, reason=reason,
        )  # fmt: skip
    return made


def _batches(
    enterprises: QuerySet[Enterprise] | Sequence[Enterprise], chunk: int
) -> Iterator[list[Enterprise]]:
    """Yield the enterprises ``chunk`` at a time; a queryset is walked by primary key."""
    if not isinstance(enterprises, QuerySet):
        for start in range(0, len(enterprises), chunk):
            yield list(enterprises[start : start + chunk])
        return
    last = 0
    while batch := list(enterprises.order_by("pk").filter(pk__gt=last)[:chunk]):
        yield batch
        last = batch[-1].pk


@transaction.atomic
def _assign(
    batch: list[Enterprise], *, checklist: Checklist, round_key: str, title: str, due_on: date,
    at: datetime, by: User | None, campaign_ref: int | None, reason: str,
) -> int:  # fmt: skip
    known = set(
        SelfCheck.objects.filter(
            campaign_ref=campaign_ref, round_key=round_key,
            enterprise_id__in=[enterprise.pk for enterprise in batch],
        ).values_list("enterprise_id", flat=True)
    )  # fmt: skip
    on = business_date(at)
    new = [
        SelfCheck(
            enterprise=enterprise, area=enterprise.area, checklist=checklist, title=title,
            reason=reason, round_key=round_key, campaign_ref=campaign_ref, assigned_on=on,
            asked_by=due_on, due_on=due_on,
        )
        for enterprise in batch
        if enterprise.pk not in known
    ]  # fmt: skip
    return len(open_cases(new, by=by, at=at, label="下达自查", note=reason))


def save_answer(*, self_check_id: int, given: Given, by: User, at: datetime) -> SelfCheckAnswer:
    """Save what was typed for one item, over what was there; nothing is judged yet.

    Raises:
        NotFound: the self-check or the item is not there for ``by``.
        NotAllowed: the post does not fill self-checks.
        StepRefused: the self-check is finished or cancelled.
    """
    return save_answers(self_check_id=self_check_id, given=[given], by=by, at=at)[0]


@transaction.atomic
def save_answers(
    *, self_check_id: int, given: Sequence[Given], by: User, at: datetime
) -> list[SelfCheckAnswer]:
    """Save what was typed for several items, in the order given; see ``save_answer``."""
    check = _being_filled(self_check_id, by)
    items = set(check.checklist.items.values_list("pk", flat=True))
    if any(one.item_id not in items for one in given):
        raise NotFound("这份自查没有这一检查项，请刷新页面。")
    require_words(check, [getattr(one, name) for one in given for name in COLUMNS])
    rows = [
        SelfCheckAnswer(
            self_check=check, item_id=one.item_id, answered_at=at,
            **{name: getattr(one, name) for name in COLUMNS},
        )
        for one in given
    ]  # fmt: skip
    SelfCheckAnswer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["self_check", "item"],
        update_fields=[*COLUMNS, "answered_at"],
    )  # fmt: skip
    if check.started_at is None:
        check.started_at = at
        check.save(update_fields=["started_at"])
    saved = {
        answer.item_id: answer
        for answer in check.answers.filter(item_id__in=[one.item_id for one in given])
    }
    return [saved[one.item_id] for one in given]


@transaction.atomic
def add_photo(
    *, self_check_id: int, item_id: int, data: bytes, name: str, by: User, at: datetime
) -> Evidence:
    """Keep a photo of a failed item.

    Raises:
        BadInput: not a usable photo, or there are enough already.
        NotFound: the item has no answer yet.
        NotAllowed, StepRefused: see ``save_answer``.
    """
    check = _being_filled(self_check_id, by)
    answer = _answer(check, item_id)
    if answer.photos.count() >= PHOTOS_PER_ITEM:
        raise BadInput([Problem("照片", f"每项最多 {PHOTOS_PER_ITEM} 张", "，请先删除不需要的。")])
    photo = keep_photo(
        data, name=name, kind=EvidenceKind.PHOTO_FOUND, area=check.area,
        enterprise_id=check.enterprise_id, by=by, at=at,
    )  # fmt: skip
    answer.photos.add(photo)
    return photo


@transaction.atomic
def remove_photo(*, self_check_id: int, item_id: int, photo_id: UUID, by: User) -> None:
    """Take a photo away from an item that is still being filled; gone already is fine.

    Raises:
        NotFound, NotAllowed, StepRefused: see ``save_answer``.
    """
    answer = _answer(_being_filled(self_check_id, by), item_id)
    photo = answer.photos.filter(public_id=photo_id).first()
    if photo is not None:
        answer.photos.remove(photo)
        if photo.by_id == by.pk:  # a colleague's photo is taken off the item, not destroyed
            discard_evidence(evidence_id=photo.pk, by=by)


@transaction.atomic
def submit_self_check(
    *,
    self_check_id: int,
    by: User,
    at: datetime,
    version: int | None = None,
    key: UUID | None = None,
) -> SelfCheck:
    """Finish a self-check; each failed item becomes a hazard with its plan, exactly once.

    Raises:
        BadInput: something is missing; ``problems`` names the items.
        StepRefused, NotAllowed, NotFound: see ``advance``.
    """
    check = _locked(self_check_id, by)
    on = business_date(at)
    is_first = (
        check.state == SelfCheckState.ASSIGNED
        and version in (None, check.version)
        and not (key is not None and StepKey.objects.filter(key=key).exists())
    )
    proof: list[Evidence] = []
    if is_first:
        _require_filler(by)
        filled = sheet(check)
        problems = [p for line in filled.lines for p in rules.problems_of(line.answered, on=on)]
        if problems:
            raise BadInput(problems, code="self_check_incomplete")
        proof = [photo for line in filled.lines if not line.is_failed for photo in line.photos]
        for line in filled.failed:
            _make_hazard(check, line, by=by, at=at)
    return advance(
        check, "submit", by=by, at=at, evidence=proof, expected_version=version, key=key,
        changes={"submitted_on": on, "submitted_at": at},
    )  # fmt: skip


@transaction.atomic
def cancel_self_check(*, self_check_id: int, reason: str, at: datetime) -> SelfCheck:
    """Cancel a self-check whose campaign no longer asks for it; the system's own step.

    Raises:
        StepRefused: it is finished already.
    """
    check = SelfCheck.objects.locked(self_check_id)
    return advance(check, "cancel", by=None, at=at, note=reason)


def _make_hazard(check: SelfCheck, line: Line, *, by: User, at: datetime) -> None:
    answer = line.given
    assert answer is not None
    level = HazardLevel(answer.level)
    hazard = hazards.report_hazard(
        enterprise=check.enterprise, summary=answer.note, place=answer.place,
        basis=(line.item.basis or line.item.text)[:300], source=HazardSource.SELF_CHECK,
        source_ref=check.pk, campaign_ref=check.campaign_ref, level=level, by=by, at=at,
        evidence=line.photos,
    )  # fmt: skip
    answer.hazard = hazards.plan_rectification(
        hazard_id=hazard.pk, level=level, owner=answer.owner, measures=answer.measures,
        funds=answer.funds, interim_measures=answer.interim_measures, due_on=answer.due_on,
        reason=answer.due_reason, by=by, at=at,
    )  # fmt: skip
    answer.save(update_fields=["hazard"])


def _locked(self_check_id: int, by: User) -> SelfCheck:
    rows = SelfCheck.objects.visible_to(by).select_related("enterprise", "checklist")
    return rows.locked(self_check_id)


def _being_filled(self_check_id: int, by: User) -> SelfCheck:
    check = _locked(self_check_id, by)
    _require_filler(by)
    if check.state != SelfCheckState.ASSIGNED:
        raise StepRefused(f"这份自查{check.state_label}，不能再改。请刷新页面查看。")
    return check


def _require_filler(by: User) -> None:
    if not by.can(Capability.SELF_CHECK_FILL):
        raise NotAllowed("自查由企业填报，您的岗位只能查看。")


def _answer(check: SelfCheck, item_id: int) -> SelfCheckAnswer:
    answer = check.answers.filter(item_id=item_id).first()
    if answer is None:
        raise NotFound("请先选择这一项的结论，再上传照片。")
    return answer
