"""Take in a plan document: read it, keep it, and open a draft campaign for each plan in it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from bihuan.campaigns.drafting import bounds_of, items_of, moved
from bihuan.campaigns.exchange import load_file
from bihuan.campaigns.models import Campaign, PlanFile, PlanItem
from bihuan.campaigns.rules import months_in
from bihuan.campaigns.services.items import metric_keys
from bihuan.campaigns.services.memory import offer_lessons
from bihuan.campaigns.services.standard_offers import offer_standards
from bihuan.campaigns.states import CampaignState
from bihuan.kernel.clocks import last_day, workdays
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, StepRefused
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.loop.services.todos import keep_todo
from bihuan.loop.services.trail import write_row
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability
from bihuan.planparse.parse import parse_text
from bihuan.planparse.readers import read_document
from bihuan.planparse.schema import PlanDraft, Source

CONFIRM_WITHIN = workdays(5, "House rule")
PASTED = "粘贴的文字.txt"
LONGEST_NAME = 200
LONGEST_TITLE = 200


def import_plan(
    *,
    data: bytes | None = None,
    text: str | None = None,
    name: str = PASTED,
    organisation: Organisation,
    by: User | None,
    at: datetime,
    title: str = "",
    document_number: str = "",
) -> list[Campaign]:
    """Read a document (``data``, or pasted ``text``) and return one draft campaign per plan in it.

    The same document handed in again by the same body gives the drafts that exist already.

    Raises:
        BadInput: the document cannot be read; the problems say why and what to do.
        NotAllowed: ``by`` may not import plans.
    """
    content = data if data is not None else (text or "").encode()
    file = keep_plan_file(data=content, name=name, organisation=organisation, by=by, at=at)
    return draft_campaigns(
        file_id=file.pk, by=by, at=at, title=title, document_number=document_number
    )


@transaction.atomic
def keep_plan_file(
    *, data: bytes, name: str, organisation: Organisation, by: User | None, at: datetime
) -> PlanFile:
    """Store a document with its text and the plans read in it; a known one is returned as it is.

    A known document that no campaign came from is read again, for the rules may have improved.

    Raises:
        BadInput: the document cannot be read.
        NotAllowed: ``by`` may not import plans, or not for ``organisation``.
    """
    _require_import(by, organisation)
    # one import at a time per body: the same document sent twice at once is kept once
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    sha256 = hashlib.sha256(data).hexdigest()
    known = PlanFile.objects.filter(organisation=organisation, sha256=sha256).first()
    if known is not None and known.campaigns.exists():
        return known
    name = PurePath(name.replace("\\", "/")).name[:LONGEST_NAME] or PASTED
    kind, text, drafts = _read(data, name=name, sha256=sha256)
    file = known or PlanFile(
        organisation=organisation, area=organisation.area, sha256=sha256,
        kind=kind, uploaded_by=by, uploaded_at=at, name=name,
    )  # fmt: skip
    file.text = text
    file.drafts = [draft.model_dump(mode="json", by_alias=True) for draft in drafts]
    if known is None:
        file.file.save(name, ContentFile(data), save=False)
    file.save()
    return file


def _read(data: bytes, *, name: str, sha256: str) -> tuple[str, str, list[PlanDraft]]:
    """Return the format, the text and the drafts: of an exported plan, or of a document."""
    if PurePath(name).suffix.lower() == ".json":
        return "json", *load_file(data)
    document = read_document(data, name=name)
    if not document.ok:
        raise BadInput(document.problems)
    drafts = parse_text(document.text, file=name, sha256=sha256) or [
        PlanDraft(source=Source(file=name, sha256=sha256, chars=len(document.text)))
    ]
    return document.kind or "", document.text, drafts


@transaction.atomic
def draft_campaigns(
    *,
    file_id: int,
    numbers: Collection[int] | None = None,
    by: User | None,
    at: datetime,
    title: str = "",
    document_number: str = "",
) -> list[Campaign]:
    """Open a draft campaign for each chosen plan of a file (``numbers`` from 1; all when None).

    A plan that has a campaign already (one not discarded) gives that one. ``title`` and
    ``document_number`` are what the person typed; they apply when one plan is chosen.

    Raises:
        NotFound: no such file, or outside what ``by`` may see.
        BadInput: a number that is not in the file, or none chosen.
        NotAllowed: ``by`` may not import plans.
    """
    files = PlanFile.objects.visible_to(by) if by else PlanFile.objects.all()
    file = files.locked(file_id)
    _require_import(by, file.organisation)
    chosen = sorted(set(numbers)) if numbers is not None else range(1, len(file.drafts) + 1)
    if not chosen:
        raise BadInput([Problem("方案", "请至少选择一份。")])
    if not set(chosen) <= set(range(1, len(file.drafts) + 1)):
        raise BadInput([Problem("方案", "文件里没有这一份，请刷新页面后重新选择。")])
    known = {
        one.plan_number: one
        for one in file.campaigns.exclude(state=CampaignState.DISCARDED).select_for_update()
    }
    alone = len(chosen) == 1
    return [
        known.get(number)
        or _open_draft(
            file, number, by=by, at=at,
            title=title if alone else "", document_number=document_number if alone else "",
        )
        for number in chosen
    ]  # fmt: skip


def discard_draft(
    *, campaign_id: int, reason: str, by: User, at: datetime, version: int, key: UUID | None = None
) -> Campaign:
    """Give a draft up for good (作废), with the reason; its document may be imported again.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: see ``advance``.
        Refused: no reason is given.
    """
    with transaction.atomic():
        campaign = Campaign.objects.visible_to(by).locked(campaign_id)
        return advance(
            campaign, "discard", by=by, at=at, note=reason, expected_version=version, key=key
        )


@transaction.atomic
def describe_draft(
    *, campaign_id: int, title: str, document_number: str, issuer: str, issued_on: date | None,
    by: User, at: datetime, approval: str = "", months: int | None = None,
    is_priority: bool = False, follows_id: int | None = None,
) -> Campaign:  # fmt: skip
    """Write what a draft is called and where it comes from; the trail keeps what changed.

    ``approval`` says which meeting decided on it, ``months`` how long it is to run where it
    names no last day, ``follows_id`` the earlier campaign that it carries on.

    Raises:
        NotFound, NotAllowed: outside what ``by`` may see or do.
        StepRefused: the campaign is no longer a draft.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.PLAN_CONFIRM):
        raise NotAllowed("您的岗位不能核对方案。")
    if campaign.state != CampaignState.DRAFT:
        raise StepRefused(f"方案当前为“{campaign.state_label}”，不能再改标题和文号。")
    told = {
        "title": title.strip(), "document_number": document_number.strip(),
        "issuer": issuer.strip(), "issued_on": issued_on, "approval": approval.strip(),
        "months": months, "is_priority": is_priority, "follows_id": follows_id,
    }  # fmt: skip
    earlier = Campaign.objects.visible_to(by).exclude(pk=campaign.pk)
    if follows_id is not None and not earlier.filter(pk=follows_id).exists():
        raise NotFound
    changed = {name: value for name, value in told.items() if getattr(campaign, name) != value}
    if not changed:
        return campaign
    for name, value in changed.items():
        setattr(campaign, name, value)
    campaign.revision += 1
    campaign.save()
    write_row(
        campaign, step="describe", label="修改方案信息", from_state=campaign.state, by=by, at=at,
        note="", facts=changed,
    )  # fmt: skip
    keep_todo(campaign, at=at)
    return campaign


def _open_draft(
    file: PlanFile, number: int, *, by: User | None, at: datetime, title: str, document_number: str
) -> Campaign:
    draft, text = _plan_of(file, number)
    campaign = open_case(
        Campaign(
            organisation=file.organisation,
            area=file.area,
            title=(title.strip() or draft.get("title") or file.stem or "未命名方案")[
                :LONGEST_TITLE
            ],
            document_number=(document_number.strip() or draft.get("document_number") or "")[:60],
            issuer=((draft.get("issuer") or {}).get("name") or "")[:120],
            issued_on=_day(draft.get("issued_on")),
            months=months_in(text),
            text=text,
            draft=draft,
            plan_file=file,
            plan_number=number,
            file=file.file.name,
            file_name=file.name,
            file_sha256=file.sha256,
            due_on=last_day(business_date(at), CONFIRM_WITHIN),
        ),
        by=by,
        at=at,
        label="导入方案",
        facts={"file_sha256": file.sha256, "plan_number": number},
    )
    items = PlanItem.objects.bulk_create(
        PlanItem(
            campaign=campaign, kind=item.kind, position=position, data=item.data,
            original=item.data, quote=item.quote, start_char=item.start, end_char=item.end,
            confidence=item.confidence, rule=item.rule[:80],
        )
        for position, item in enumerate(items_of(draft), start=1)
    )  # fmt: skip
    offer_standards(items)
    offer_lessons(campaign, metric_keys=metric_keys())
    return campaign


def _plan_of(file: PlanFile, number: int) -> tuple[dict[str, Any], str]:
    """Return one plan's draft and text; of several in a file, each has its own stretch of it."""
    draft = file.drafts[number - 1]
    if len(file.drafts) == 1:
        return draft, file.text
    start, end = bounds_of(draft, length=len(file.text))
    return moved(draft, by=start), file.text[start:end]


def _name_of(file: PlanFile, number: int) -> str:
    """Return what a plan without a title is called until somebody names it."""
    which = f"（第 {number} 份）" if len(file.drafts) > 1 else ""
    return f"{file.stem or '未命名方案'}{which}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _require_import(by: User | None, organisation: Organisation) -> None:
    """Let the command line in (``by`` None), and people who may import within their scope."""
    if by is None:
        return
    if not by.can(Capability.PLAN_IMPORT):
        raise NotAllowed("您的岗位不能上传方案，请由安全办干事或主任办理。")
    if not Organisation.objects.visible_to(by).filter(pk=organisation.pk).exists():
        raise NotFound
