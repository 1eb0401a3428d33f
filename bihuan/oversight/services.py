"""Draft, submit, issue and discard bulletins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.states import CampaignState
from bihuan.documents.official import OfficialDocument
from bihuan.documents.services import issue_document
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused, StaleVersion
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.metrics.measure import Measure
from bihuan.metrics.registry import metric_of
from bihuan.oversight.composing import Content, Number, compose
from bihuan.oversight.figures import freeze, places_of, take
from bihuan.oversight.models import Bulletin
from bihuan.oversight.states import BulletinState
from bihuan.people.models import Area, User
from bihuan.people.states import Capability

KIND = "bulletin"


@transaction.atomic
def draft_bulletin(*, campaign_id: int, phase_id: int | None, by: User, at: datetime) -> Bulletin:
    """Open a draft for a campaign's phase, or for the campaign from launch until today.

    Raises:
        Refused: the campaign does not run, or the phase has not begun.
    """
    campaign = Campaign.objects.visible_to(by).filter(pk=campaign_id).first()
    if campaign is None or by.post is None:
        raise NotFound
    if not by.can(Capability.BULLETIN_DRAFT):
        raise NotAllowed("您的岗位不能起草通报。")
    if campaign.state not in (CampaignState.RUNNING, CampaignState.ENDED):
        raise Refused(f"行动{campaign.state_label}，还没有可以通报的数据。")
    today = business_date(at)
    phase = campaign.phases.filter(pk=phase_id).first() if phase_id else None
    start, end = _span(campaign, phase, today)
    name = f"第{phase.number}阶段（{phase.name}）" if phase else ""
    bulletin = Bulletin(
        organisation=by.post.organisation,
        area=by.post.organisation.area,
        campaign=campaign,
        phase=phase,
        title=f"关于{campaign.title}{name}进展情况的通报"[:200],
        addressees=_addressees(by.post.organisation.area),
        opening=f"按照《{campaign.title}》要求，现将{name}工作进展情况通报如下。",
        demands=(
            "各单位要对照通报查找差距，未完成自查的企业要逐家督促到位；对逾期未整改的隐患，"
            "属地和部门要明确责任人和完成时限，整改一项、复查一项、销号一项。"
        ),
        start=start,
        end=end,
        as_of=end,
    )
    return open_case(bulletin, by=by, at=at, label="起草")


def _span(campaign: Campaign, phase: Phase | None, today: date) -> tuple[date, date]:
    """Count from launch, as offices do (截至…); a phase that is over sets the last day."""
    launched = campaign.launched_on or today
    if phase is None:
        return launched, today
    if phase.start is not None and phase.start > today:
        raise Refused(f"“{phase.name}”还没有开始，不能通报。")
    return launched, min(phase.end or today, today)


def _addressees(area: int) -> str:
    places = list(Area.objects.children_of(area).values_list("name", flat=True)[:20])
    return "、".join(places) if places else "各有关单位"


@transaction.atomic
def edit_bulletin(
    *, bulletin_id: int, title: str, addressees: str, opening: str, demands: str, version: int,
    by: User,
) -> Bulletin:  # fmt: skip
    """Change the words of a draft; the numbers cannot be typed.

    Raises:
        StaleVersion: somebody changed the draft meanwhile.
        BadInput: a field is empty.
    """
    bulletin = Bulletin.objects.visible_to(by).locked(bulletin_id)
    if not by.can(Capability.BULLETIN_DRAFT):
        raise NotAllowed("您的岗位不能修改通报。")
    if bulletin.state != BulletinState.DRAFT:
        raise Refused(f"通报{bulletin.state_label}，不能再修改文字。")
    if bulletin.version != version:
        raise StaleVersion("这份通报刚被其他人改过，请刷新后再改；您的文字仍在本页。")
    fields = {"标题": title, "主送": addressees, "开头": opening, "下一步要求": demands}
    empty = [Problem(name, "没有填写", "。") for name, text in fields.items() if not text.strip()]
    if empty:
        raise BadInput(empty)
    bulletin.title, bulletin.addressees = title.strip()[:200], addressees.strip()[:300]
    bulletin.opening, bulletin.demands = opening.strip(), demands.strip()
    bulletin.version += 1
    bulletin.save()
    return bulletin


def document_of(bulletin: Bulletin, taken: Sequence[Measure]) -> OfficialDocument:
    """Return the bulletin as it would be printed with these numbers."""
    names = {place.code: place.name for place in places_of(bulletin)}
    own = Area.objects.filter(code=bulletin.area).values_list("name", flat=True).first() or ""
    numbers = {
        (one.where.area.low, one.metric.key): Number(
            one.metric.key, one.where.area.low, one.metric.name, one.text(), one.value
        )
        for one in taken
    }
    content = Content(
        header=f"{bulletin.organisation.name}文件",
        issuer=bulletin.organisation.name,
        title=bulletin.title,
        addressees=tuple(part for part in bulletin.addressees.split("、") if part),
        opening=bulletin.opening,
        demands=bulletin.demands,
        as_of=bulletin.as_of,
        area=bulletin.area,
        area_names={bulletin.area: own, **names},
        numbers=numbers,
        goals=_goals(bulletin, taken),
    )
    return compose(content)


def _goals(bulletin: Bulletin, taken: Sequence[Measure]) -> list[tuple[str, bool]]:
    whole_area = {one.metric.key: one for one in taken if one.where.area.low == bulletin.area}
    told = []
    for target in bulletin.campaign.targets.all():
        one = whole_area.get(target.metric_key)
        if one is not None and one.value is not None:
            words = f"{target.metric_name}目标{target.value:g}{target.unit}，现为{one.text()}"
            told.append((words, one.reaches(target.op, target.value)))
    return told


def _visible(bulletin_id: int, by: User) -> Bulletin:
    bulletin = (
        Bulletin.objects.visible_to(by)
        .select_related("organisation", "campaign", "phase")
        .filter(pk=bulletin_id)
        .first()
    )
    if bulletin is None:
        raise NotFound
    return bulletin


def submit_bulletin(
    *, bulletin_id: int, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Bulletin:  # fmt: skip
    """Send the draft up for signature (送签)."""
    return advance(
        _visible(bulletin_id, by), "submit", by=by, at=at, expected_version=version, key=key
    )


@transaction.atomic
def issue_bulletin(
    *, bulletin_id: int, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Bulletin:  # fmt: skip
    """Sign: take the numbers once more, freeze them, number and print the document (签发)."""
    bulletin = advance(
        _visible(bulletin_id, by), "issue", by=by, at=at, expected_version=version, key=key
    )
    if bulletin.issued_id is not None:
        return bulletin
    taken = take(bulletin)
    freeze(bulletin, taken, at=at)
    bulletin.issued = issue_document(
        organisation=bulletin.organisation,
        kind=KIND,
        prefix=f"{bulletin.organisation.short_name}发" if bulletin.organisation.short_name else "",
        document=document_of(bulletin, taken),
        by=by,
        at=at,
        provenance={
            f"{one.metric.key}@{one.where.area.low}": {
                "name": one.metric.name,
                "definition": metric_of(one.metric.key).definition,
                "where": one.where.as_facts(),
                "part": one.part,
                "whole": one.whole,
            }
            for one in taken
        },
    )
    bulletin.save(update_fields=["issued"])
    return bulletin


def return_bulletin(
    *, bulletin_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Bulletin:  # fmt: skip
    """Send it back to be changed, with the reason."""
    return advance(
        _visible(bulletin_id, by), "return", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip


def discard_bulletin(
    *, bulletin_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Bulletin:  # fmt: skip
    """Put a draft aside with the reason."""
    return advance(
        _visible(bulletin_id, by), "discard", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip
