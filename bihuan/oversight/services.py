"""Draft, submit, issue and discard bulletins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.states import CampaignState, PhaseState
from bihuan.documents.official import OfficialDocument
from bihuan.documents.services import issue_document
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused, StaleVersion
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.oversight.composing import Content, compose
from bihuan.oversight.figures import (
    Taken,
    freeze,
    numbers_of,
    places_of,
    provenance_of,
    take,
)
from bihuan.oversight.models import Bulletin
from bihuan.oversight.states import BulletinState
from bihuan.people.models import Area, User
from bihuan.people.states import Capability

KIND = "bulletin"
LONGEST_ADDRESSEES = 300


@transaction.atomic
def draft_bulletin(*, campaign_id: int, phase_id: int | None, by: User, at: datetime) -> Bulletin:
    """Open a draft for a campaign's phase, or for the campaign from launch until today.

    While the body has an untouched draft about the same days, that one is returned: pressing the
    button twice makes one.

    Raises:
        NotFound: no such campaign or phase, or not for ``by`` to see.
        Refused: the campaign does not run, or the phase has not begun.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if by.post is None:
        raise NotFound
    if not by.can(Capability.BULLETIN_DRAFT):
        raise NotAllowed("您的岗位不能起草通报。")
    if campaign.state not in (CampaignState.RUNNING, CampaignState.ENDED):
        raise Refused(f"行动{campaign.state_label}，还没有可以通报的数据。")
    today = business_date(at)
    phase = campaign.phases.filter(pk=phase_id).first() if phase_id is not None else None
    if phase_id is not None and phase is None:
        raise NotFound
    start, end = _span(campaign, phase, today)
    untouched = Bulletin.objects.filter(
        organisation=by.post.organisation, campaign=campaign, phase=phase, as_of=end,
        state=BulletinState.DRAFT, version=1,
    ).first()  # fmt: skip
    if untouched is not None:
        return untouched
    name = f"第{phase.number}阶段（{phase.name}）" if phase else ""
    bulletin = Bulletin(
        organisation=by.post.organisation,
        area=by.post.organisation.area,
        campaign=campaign,
        phase=phase,
        title=f"关于{campaign.title}{name}进展情况的通报"[:200],
        opening=f"按照《{campaign.title}》要求，现将{name}工作进展情况通报如下。",
        demands=(
            "各单位要对照通报查找差距，未完成自查的企业要逐家督促到位；对逾期未整改的隐患，"
            "属地和部门要明确责任人和完成时限，整改一项、复查一项、销号一项。"
        ),
        start=start,
        end=end,
        as_of=end,
    )
    bulletin.addressees = _addressees(bulletin)
    return open_case(bulletin, by=by, at=at, label="起草")


def _span(campaign: Campaign, phase: Phase | None, today: date) -> tuple[date, date]:
    """Count from launch, as offices do (截至…); a phase that is over sets the last day."""
    launched = campaign.launched_on or today
    if phase is None:
        return launched, today
    if phase.start is None and phase.end is None:
        raise Refused(f"“{phase.name}”没有写明日期，不能按阶段通报，请选“从下达到今天”。")
    if phase.state_on(today) is PhaseState.NOT_STARTED:
        raise Refused(f"“{phase.name}”还没有开始，不能通报。")
    return launched, min(phase.end or today, today)


def _addressees(bulletin: Bulletin) -> str:
    names = [place.name for place in places_of(bulletin)]
    told = "、".join(names)
    return told if names and len(told) <= LONGEST_ADDRESSEES else "各有关单位"


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
    _require_own(bulletin, by)
    if bulletin.state != BulletinState.DRAFT:
        raise Refused(f"通报{bulletin.state_label}，不能再修改文字。")
    if bulletin.version != version:
        raise StaleVersion(
            "这份通报刚被其他人改过，左侧是现在的文字，您的文字仍在右侧。"
            "核对后再保存一次，将以您的文字为准。"
        )
    fields = {"标题": title, "主送": addressees, "开头": opening, "下一步要求": demands}
    empty = [Problem(name, "没有填写", "。") for name, text in fields.items() if not text.strip()]
    if empty:
        raise BadInput(empty)
    bulletin.title, bulletin.addressees = title.strip()[:200], addressees.strip()[:300]
    bulletin.opening, bulletin.demands = opening.strip(), demands.strip()
    bulletin.version += 1
    bulletin.save()
    return bulletin


def _require_own(bulletin: Bulletin, by: User) -> None:
    """A body's bulletins are written and signed by its own people; those above only read them."""
    if by.post is None or by.post.organisation_id != bulletin.organisation_id:
        raise NotAllowed(f"这份通报由{bulletin.organisation.name}办理，您只能查看。")


def document_of(bulletin: Bulletin, taken: Sequence[Taken]) -> OfficialDocument:
    """Return the bulletin as it would be printed with these numbers."""
    names = {place.code: place.name for place in places_of(bulletin)}
    counted = bulletin.area_counted
    own = Area.objects.filter(code=counted).values_list("name", flat=True).first() or ""
    content = Content(
        header=f"{bulletin.organisation.name}文件",
        issuer=bulletin.organisation.name,
        title=bulletin.title,
        addressees=tuple(part for part in bulletin.addressees.split("、") if part),
        opening=bulletin.opening,
        demands=bulletin.demands,
        as_of=bulletin.as_of,
        area=counted,
        area_names={counted: own, **names},
        numbers=numbers_of(taken),
        goals=_goals(bulletin, taken),
    )
    return compose(content)


def _goals(bulletin: Bulletin, taken: Sequence[Taken]) -> list[tuple[str, bool]]:
    """Say each target with its number; one that the metrics of bulletins do not hold is left out."""
    area = bulletin.area_counted
    whole_area = {
        one.measure.metric.key: one.measure for one in taken if one.measure.where.area.low == area
    }
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


def _own(bulletin_id: int, by: User) -> Bulletin:
    bulletin = _visible(bulletin_id, by)
    _require_own(bulletin, by)
    return bulletin


def submit_bulletin(
    *, bulletin_id: int, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Bulletin:  # fmt: skip
    """Send the draft up for signature (送签)."""
    return advance(_own(bulletin_id, by), "submit", by=by, at=at, expected_version=version, key=key)


@transaction.atomic
def issue_bulletin(
    *, bulletin_id: int, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Bulletin:  # fmt: skip
    """Sign: take the numbers once more, freeze them, number and print the document (签发)."""
    bulletin = advance(
        _own(bulletin_id, by), "issue", by=by, at=at, expected_version=version, key=key
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
        provenance=provenance_of(taken),
    )
    bulletin.save(update_fields=["issued"])
    return bulletin


def return_bulletin(
    *, bulletin_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Bulletin:  # fmt: skip
    """Send it back to be changed, with the reason."""
    return advance(
        _own(bulletin_id, by), "return", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip


def discard_bulletin(
    *, bulletin_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Bulletin:  # fmt: skip
    """Put a draft aside with the reason."""
    return advance(
        _own(bulletin_id, by), "discard", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip
