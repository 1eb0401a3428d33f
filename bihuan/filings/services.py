"""Prepare, approve, file and publish; and the question every inspection has to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.binding import span_of, standing
from bihuan.campaigns.states import CampaignState, ItemKind
from bihuan.filings.models import Filing
from bihuan.filings.rules import BASIS, ListedItem, problems_of, who_may_not
from bihuan.filings.states import FilingState
from bihuan.kernel.clocks import last_day, workdays
from bihuan.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    Problem,
    Refused,
    StaleVersion,
    StepRefused,
)
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability
from bihuan.standards.matching import suggestions_for

PREPARE_WITHIN = workdays(10, "平台默认期限")
OVER = (CampaignState.ENDED, CampaignState.DISCARDED)


def suggested_items(campaign: Campaign) -> list[ListedItem]:
    """Return the plan's check items, each with the basis of the built-in item it most resembles.

    A basis is only a suggestion; the person who prepares the filing reads and completes it.
    """
    texts = [
        str(item.data.get("text") or item.quote) for item in standing(campaign, ItemKind.CHECK_ITEM)
    ]
    found = suggestions_for(texts)
    return [
        ListedItem(text, likely[0].known.item.basis if likely else "")
        for text, likely in zip(texts, found, strict=True)
    ]


@transaction.atomic
def prepare_filing(*, campaign_id: int, inspector_id: int, by: User, at: datetime) -> Filing:
    """Open the filing of one inspecting body for a campaign; one that is open or in force is
    returned. One whose days have passed stands as it is, and a new one follows it.

    Raises:
        NotFound: the campaign or the body is outside what ``by`` may see.
        NotAllowed, StepRefused: ``by`` may not prepare it, or the campaign is over.
        BadInput: a body of that kind may not inspect enterprises.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.PLAN_CONFIRM):
        raise NotAllowed("您的岗位不能编制检查备案。")
    if campaign.state in OVER:
        raise StepRefused(f"行动当前为“{campaign.state_label}”，不能再编制检查备案。")
    inspector = Organisation.objects.visible_to(by).filter(pk=inspector_id).first()
    if inspector is None:
        raise NotFound
    if why := who_may_not(inspector.kind, "待补写"):
        raise BadInput([Problem("检查主体", why, "，请选择有检查权的部门。")])
    on = business_date(at)
    known = campaign.filings.exclude(state=FilingState.WITHDRAWN).filter(inspector=inspector)
    if (filing := next((one for one in known if not one.is_over(on)), None)) is not None:
        return filing
    starts_on, ends_on = span_of(campaign, on=on)
    first = max(starts_on or on, on)
    filing = Filing(
        campaign=campaign, organisation=campaign.organisation, inspector=inspector,
        area=campaign.area, purpose=f"开展{campaign.title}"[:500], starts_on=first,
        ends_on=max(ends_on or date(first.year, 12, 31), first),
        items=[{"text": one.text, "basis": one.basis} for one in suggested_items(campaign)],
        due_on=last_day(on, PREPARE_WITHIN),
    )  # fmt: skip
    return open_case(filing, by=by, at=at, label="编制")


@transaction.atomic
def keep_draft(
    *, filing_id: int, mandate: str, purpose: str, times: int, starts_on: date, ends_on: date,
    items: Sequence[ListedItem], by: User, version: int,
) -> Filing:  # fmt: skip
    """Keep what was filled in so far; what is missing is asked for when it is sent up.

    Raises:
        NotFound, NotAllowed, StepRefused: it is out of sight, or past its drafting.
        StaleVersion: somebody kept or moved it since the page was opened.
        BadInput: the period runs backwards, or an item has no text.
    """
    filing = Filing.objects.visible_to(by).locked(filing_id)
    if not by.can(Capability.PLAN_CONFIRM):
        raise NotAllowed("您的岗位不能编制检查备案。")
    if filing.state != FilingState.DRAFT:
        raise StepRefused(f"备案当前为“{filing.state_label}”，不能再改。")
    if version != filing.version:
        raise StaleVersion("页面打开后备案已有变动，请刷新后再改。")
    if ends_on < starts_on:
        raise BadInput([Problem("检查结束", "早于检查开始", "，请改正日期。")])
    rows = [{"text": one.text.strip(), "basis": one.basis.strip()} for one in items]
    if empty := next((n for n, one in enumerate(rows, start=1) if not one["text"]), None):
        raise BadInput(
            [Problem(f"事项清单第{empty}项", "没有写检查内容", "，请填写或删去这一行。")]
        )
    filing.mandate, filing.purpose, filing.times = mandate.strip(), purpose.strip(), times
    filing.starts_on, filing.ends_on, filing.items = starts_on, ends_on, rows
    filing.version += 1  # a second page with the old text is told, and overwrites nothing
    filing.save()
    return filing


@transaction.atomic
def submit_filing(
    *, filing_id: int, by: User, at: datetime, version: int | None = None, key: UUID | None = None
) -> Filing:
    """Send a complete filing up for approval.

    Raises:
        BadInput: everything that is missing, at once.
    """
    filing = Filing.objects.visible_to(by).locked(filing_id)
    problems = problems_of(
        inspector_kind=filing.inspector.kind, mandate=filing.mandate, purpose=filing.purpose,
        times=filing.times, items=filing.listed,
    )  # fmt: skip
    if problems and filing.state == FilingState.DRAFT:
        raise BadInput(problems)
    return advance(filing, "submit", by=by, at=at, expected_version=version, key=key)


def return_filing(
    *, filing_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Filing:  # fmt: skip
    """Send it back with the reason."""
    return advance(
        _visible(filing_id, by), "return", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip


def approve_filing(
    *, filing_id: int, approved_by: str, approval_number: str, approved_on: date,
    evidence: Sequence[Evidence], by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Filing:  # fmt: skip
    """Record the approval with its paper; whoever sent it up may not."""
    filing = _visible(filing_id, by)
    _require_past("批准日期", approved_on, at)
    return advance(
        filing, "approve", by=by, at=at, evidence=evidence, expected_version=version, key=key,
        changes={
            "approved_by": approved_by, "approval_number": approval_number,
            "approved_on": approved_on,
        },
    )  # fmt: skip


def record_filing(
    *, filing_id: int, filed_with: str, filing_number: str, filed_on: date,
    evidence: Sequence[Evidence], by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Filing:  # fmt: skip
    """Record the number under which the superior filed it, with the receipt."""
    filing = _visible(filing_id, by)
    _require_past("备案日期", filed_on, at)
    return advance(
        filing, "file", by=by, at=at, evidence=evidence, expected_version=version, key=key,
        changes={"filed_with": filed_with, "filing_number": filing_number, "filed_on": filed_on},
    )  # fmt: skip


def publish_filing(
    *, filing_id: int, by: User, at: datetime, version: int | None = None, key: UUID | None = None
) -> Filing:
    """Put it on the public page; from then on inspections may be opened under it."""
    return advance(
        _visible(filing_id, by), "publish", by=by, at=at, expected_version=version, key=key,
        changes={"published_on": business_date(at)},
    )  # fmt: skip


def withdraw_filing(
    *, filing_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Filing:  # fmt: skip
    """Give it up before its publication, with the reason."""
    return advance(
        _visible(filing_id, by), "withdraw", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip


def require_in_force(campaign: Campaign, *, on: date) -> Filing:
    """Return the published filing under which enterprises may be inspected on a day.

    Raises:
        Refused: there is none; it says how far the papers are.
    """
    filings = list(
        campaign.filings.exclude(state=FilingState.WITHDRAWN).select_related("inspector")
    )
    for filing in filings:
        if filing.is_in_force(on):
            return filing
    if not filings:
        stage = "还没有编制检查备案"
    elif any(one.state == FilingState.PUBLISHED for one in filings):
        stage = "不在备案公布的检查时间之内"
    else:
        stage = f"检查备案当前为“{filings[0].state_label}”"
    raise Refused(
        f"不能据此检查企业：{stage}。涉企检查须先经批准、备案并公布（{BASIS}），请在「检查备案」办理。",
        code="not_filed",
    )


def _visible(filing_id: int, by: User) -> Filing:
    filing = (
        Filing.objects.visible_to(by)
        .select_related("campaign", "inspector", "organisation")
        .filter(pk=filing_id)
        .first()
    )
    if filing is None:
        raise NotFound
    return filing


def _require_past(where: str, day: date, at: datetime) -> None:
    if day > business_date(at):
        raise BadInput([Problem(where, "晚于今天", "，请按文件上的日期填写。")])
