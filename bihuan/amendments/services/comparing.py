"""Take a revised document in, hold it against what runs, and let people decide each change."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from bihuan.amendments.models import Amendment, AmendmentChange
from bihuan.amendments.rules import readings
from bihuan.amendments.rules.alignment import Pair, Pairing, align, normalised
from bihuan.amendments.states import OPEN, AmendmentState, ChangeDecision, ChangeVerb
from bihuan.campaigns.drafting import bounds_of, items_of
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.rules import suggest_holder
from bihuan.campaigns.states import CampaignState, ItemKind
from bihuan.kernel.clocks import last_day
from bihuan.kernel.errors import BadInput, NotAllowed, Problem, Refused
from bihuan.loop.services.cases import business_date, open_case
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.planparse.parse import parse_text
from bihuan.planparse.readers import read_document
from bihuan.planparse.schema import PlanDraft
from bihuan.planparse.sentences import sentences
from bihuan.reference.sectors import match_sectors
from bihuan.reference.tags import match_tags

PASTED = "粘贴的修订稿.txt"
LONGEST_NAME = 200
WITHOUT_LOOPS = (ItemKind.ACCOUNTABILITY, ItemKind.LEGAL_REF)


@dataclass(frozen=True, slots=True)
class Read:
    """A plan's text as the parser reads it today."""

    text: str
    outline: list[list[Any]]
    items: list[readings.Reading]


def read_plan(text: str) -> Read:
    """Return what the parser reads in a text that is one plan."""
    drafts = parse_text(text)
    return Read(text, _outline(text, drafts), _readings(drafts))


def _readings(drafts: Collection[PlanDraft]) -> list[readings.Reading]:
    return [
        readings.Reading(item.kind, item.data, item.start, item.end, item.confidence, item.rule)
        for draft in drafts
        for item in items_of(draft.model_dump(mode="json", by_alias=True))
    ]


def _outline(text: str, drafts: Collection[PlanDraft]) -> list[list[Any]]:
    """Return the sentences in order, none overlapping the one before."""
    found: list[list[Any]] = []
    rows = [one for draft in drafts for one in sentences(text, draft)] or sentences(text)
    for one in sorted(rows, key=lambda row: (row.start_char, row.end_char)):
        if not found or one.start_char >= found[-1][1]:
            found.append([one.start_char, one.end_char, one.kind, one.reason])
    return found


def revised_text(data: bytes, *, name: str, current: str) -> tuple[str, str]:
    """Return the revised plan's text out of a document, and the document's kind.

    Of several plans in one file it is the one that says most of what ``current`` says.

    Raises:
        BadInput: the document cannot be read, or holds nothing.
    """
    document = read_document(data, name=name)
    if not document.ok:
        raise BadInput(document.problems)
    drafts = parse_text(document.text)
    if len(drafts) <= 1:
        return document.text, document.kind or ""
    known = {normalised(line) for line in current.splitlines()}
    parts = []
    for draft in drafts:
        plain = draft.model_dump(mode="json", by_alias=True)
        start, end = bounds_of(plain, length=len(document.text))
        parts.append(document.text[start:end])
    best = max(parts, key=lambda part: len(known & {normalised(x) for x in part.splitlines()}))
    return best, document.kind or ""


@transaction.atomic
def draft_amendment(
    *, campaign_id: int, data: bytes, name: str, reason: str, by: User, at: datetime,
    document_number: str = "", issued_on: date | None = None,
) -> Amendment:  # fmt: skip
    """Take in the revised document of a running campaign and compare it with what runs.

    Raises:
        NotFound, NotAllowed: not ``by``'s to amend.
        Refused: the campaign does not run, an amendment is open, or the text says the same.
        BadInput: the document cannot be read, or no reason is given.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.PLAN_CONFIRM):
        raise NotAllowed("您的岗位不能修订方案。")
    if campaign.state != CampaignState.RUNNING:
        raise Refused(f"行动{campaign.state_label}，只有进行中的行动可以修订方案。")
    if campaign.amendments.filter(state__in=OPEN).exists():
        raise Refused("这项行动已有一次修订没有办完，请先办完或作废后再上传新的修订稿。")
    if not reason.strip():
        raise BadInput([Problem("修订原因", "没有填写", "，请写明为什么修订、依据哪份文件。")])
    name = PurePath(name.replace("\\", "/")).name[:LONGEST_NAME] or PASTED
    text, kind = revised_text(data, name=name, current=campaign.text)
    if text.split() == campaign.text.split():
        raise BadInput([Problem("修订稿", "与现行方案一字不差", "，请核对是否选错了文件。")])
    last = campaign.amendments.aggregate(last=Max("number"))["last"] or 0
    on = business_date(at)
    amendment = Amendment(
        campaign=campaign, area=campaign.area, number=last + 1, text=text, reason=reason.strip(),
        document_number=document_number.strip()[:60], issued_on=issued_on, file_name=name,
        file_kind=kind, file_sha256=hashlib.sha256(data).hexdigest(), base_text=campaign.text,
        base_revision=campaign.revision, duties_from=on + timedelta(days=1),
        self_check_due_on=campaign.self_check_due_on, scope_areas=campaign.scope_areas,
        scope_sectors=campaign.scope_sectors, scope_tags=campaign.scope_tags,
    )  # fmt: skip
    amendment.due_on = last_day(on, amendment.term("compare"))
    amendment.file.save(name, ContentFile(data), save=False)
    open_case(
        amendment, by=by, at=at, label="上传修订稿", note=reason.strip(),
        facts={"file_sha256": amendment.file_sha256, "document_number": document_number},
    )  # fmt: skip
    _compare(amendment, by=by, at=at)
    return amendment


@transaction.atomic
def compare_again(*, amendment_id: int, by: User, at: datetime) -> Amendment:
    """Compare once more with what runs now; decisions on changes that stayed the same stand.

    Raises:
        NotFound, NotAllowed, Refused: not ``by``'s, or no longer being compared.
    """
    amendment = being_compared(amendment_id, by=by)
    kept = {_same_change(one): one for one in amendment.changes.all() if not one.is_open}
    amendment.changes.all().delete()
    amendment.base_text = amendment.campaign.text
    amendment.base_revision = amendment.campaign.revision
    _compare(amendment, by=by, at=at)
    for change in amendment.changes.all():
        before = kept.get(_same_change(change))
        if before is not None and change.is_open:
            for name in ("decision", "data", "handling", "holder", "decided_by", "decided_at"):
                setattr(change, name, getattr(before, name))
            change.save()
    return amendment


def _same_change(change: AmendmentChange) -> tuple[str, str, int | None, str, str]:
    return change.verb, change.kind, change.item_id, str(change.before), str(change.after)


def being_compared(amendment_id: int, *, by: User) -> Amendment:
    """Return an amendment that is being compared, locked with its campaign.

    Raises:
        NotFound, NotAllowed, Refused: not ``by``'s, or no longer being compared.
    """
    amendment = Amendment.objects.visible_to(by).locked(amendment_id)
    amendment.campaign = Campaign.objects.locked(amendment.campaign_id)
    if not by.can(Capability.PLAN_CONFIRM):
        raise NotAllowed("您的岗位不能核对修订。")
    if amendment.state != AmendmentState.COMPARING:
        raise Refused(f"这次修订{amendment.state_label}，不能再改取舍。")
    return amendment


def _compare(amendment: Amendment, *, by: User, at: datetime) -> None:
    campaign = amendment.campaign
    old, new = read_plan(campaign.text), read_plan(amendment.text)
    # the sentences in force are those of the living document
    old_spans = [(row[0], row[1]) for row in campaign.outline]
    new_spans = [(row[0], row[1]) for row in new.outline]
    pairs = align(
        [campaign.text[start:end] for start, end in old_spans],
        [amendment.text[start:end] for start, end in new_spans],
    )
    items = list(campaign.items.all())
    result = readings.compare(
        old_text=campaign.text, new_text=amendment.text, old_sentences=old_spans,
        new_sentences=new_spans, pairs=pairs, running=[_running(item) for item in items],
        old_read=old.items, new_read=new.items,
    )  # fmt: skip
    amendment.outline = [[*row, mark] for row, mark in zip(
        new.outline, _marks(pairs, len(new.outline), amendment.number + 1), strict=True
    )]  # fmt: skip
    amendment.pairs = [
        [str(one.pairing), list(one.old), list(one.new), one.likeness, one.moved] for one in pairs
    ]
    amendment.spans = {str(key): list(span) for key, span in result.spans.items()}
    told = [one for one in result.differences if one.kind != ItemKind.ANOMALY or one.verb == "new"]
    changes = [
        _change(amendment, place, one, by=by, at=at) for place, one in enumerate(told, start=1)
    ]
    AmendmentChange.objects.bulk_create(changes)
    _suggest(amendment, changes)
    amendment.save()


def _running(item: PlanItem) -> readings.Running:
    stands = item.stands and item.kind != ItemKind.ANOMALY
    return readings.Running(
        item.pk, item.kind, item.data, item.original, item.start_char, item.end_char, stands
    )


def _marks(pairs: list[Pair], count: int, version: int) -> list[str]:
    """Return what stands before each sentence of the new text: 「第 2 版改动」, or nothing."""
    told = [""] * count
    for pair in pairs:
        if pair.pairing in (Pairing.CHANGED, Pairing.ADDED):
            word = "改动" if pair.pairing is Pairing.CHANGED else "新增"
            for place in pair.new:
                told[place] = f"第 {version} 版{word}"
    return told


def _change(
    amendment: Amendment, position: int, one: readings.Difference, *, by: User, at: datetime
) -> AmendmentChange:
    is_plain = one.kind in WITHOUT_LOOPS
    is_new_duty = one.kind == ItemKind.DUTY and one.verb == ChangeVerb.NEW
    return AmendmentChange(
        amendment=amendment, position=position, verb=one.verb, kind=one.kind, item_id=one.key,
        before=one.before, after=one.after, conflicts=list(one.conflicts), start_char=one.start,
        end_char=one.end, quote=amendment.text[one.start : one.end], confidence=one.confidence,
        rule=one.rule[:80], was_at=one.was_at,
        decision=ChangeDecision.ADOPTED if is_plain else ChangeDecision.OPEN,
        decided_by=by if is_plain else None, decided_at=at if is_plain else None,
        holder=(
            suggest_holder(one.after.get("actor"), str(one.after.get("action") or ""))
            if is_new_duty else ""
        ),
    )  # fmt: skip


def _suggest(amendment: Amendment, changes: list[AmendmentChange]) -> None:
    """Fill in the scope and the deadline that the revised text suggests; a person confirms them."""
    for change in changes:
        if change.kind == ItemKind.SCOPE and change.after:
            meant = str(change.after.get("text") or "")
            sectors, tags = match_sectors(meant), match_tags(meant)
            amendment.scope_sectors = list(sectors) or amendment.scope_sectors
            amendment.scope_tags = list(tags) or amendment.scope_tags
        due = amendment.campaign.self_check_due_on
        before, after = change.before.get("end"), change.after.get("end")
        if change.kind == ItemKind.PHASE and due and before == due.isoformat() and after:
            amendment.self_check_due_on = date.fromisoformat(after)
