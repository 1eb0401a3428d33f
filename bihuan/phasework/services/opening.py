"""Phases begin and end on their days: a trail row, a message, a record, each once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.states import CampaignState
from bihuan.kernel.areas import range_of
from bihuan.kernel.chinese import date_text
from bihuan.loop.services.trail import write_row
from bihuan.notifications.services import notify
from bihuan.notifications.states import MessageKind
from bihuan.people.models import User
from bihuan.people.states import OrganisationKind, Role
from bihuan.phasework.models import PhaseMark
from bihuan.phasework.queries import Unfinished, unfinished_in
from bihuan.phasework.states import PhaseMoment

OFFICE = (Role.CHIEF, Role.CLERK, Role.LEADER)
NAMED = 5


def mark_phases(*, on: date, at: datetime) -> tuple[int, int]:
    """Note which phases began by ``on`` and which ended before it; return how many of each are new.

    An ending is noted on the day after the phase's last. Asked again for the same day, or after
    a crash, nothing is noted twice. A phase without dates never begins or ends by itself.
    """
    opened = closed = 0
    phases = Phase.objects.filter(campaign__state=CampaignState.RUNNING).order_by(
        "campaign_id", "number"
    )
    known = set(
        PhaseMark.objects.filter(campaign__state=CampaignState.RUNNING).values_list(
            "phase_id", "moment", "day"
        )
    )
    for phase in phases.select_related("campaign__organisation"):
        begins, ends = first_day(phase), phase.end
        if begins is None or begins > on:
            continue
        is_over = ends is not None and ends < on
        launched = phase.campaign.launched_on
        if is_over and launched is not None and ends is not None and ends < launched:
            continue  # it was over before the campaign came into being
        if (phase.pk, PhaseMoment.OPENED, begins) not in known:
            opened += _open(phase, begins, on=on, at=at, is_quiet=is_over)
        if is_over and (phase.pk, PhaseMoment.CLOSED, ends) not in known:
            assert ends is not None
            closed += _close(phase, ends, at=at)
    return opened, closed


def first_day(phase: Phase) -> date | None:
    """Return when a phase begins: its own day, or the launch where the plan names only its end."""
    if phase.start is not None:
        return phase.start
    return phase.campaign.launched_on if phase.end is not None else None


@transaction.atomic
def _open(phase: Phase, day: date, *, on: date, at: datetime, is_quiet: bool) -> int:
    campaign = Campaign.objects.locked(phase.campaign_id)
    _, made = PhaseMark.objects.get_or_create(
        campaign=campaign, phase=phase, moment=PhaseMoment.OPENED, day=day,
        defaults={"noted_at": at},
    )  # fmt: skip
    if not made:
        return 0
    until = f"，{date_text(phase.end)}结束" if phase.end else "，没有写明结束日期"
    write_row(
        campaign, step="phase_opened", label="阶段开始", from_state=campaign.state, by=None, at=at,
        note=f"{phase.name}（{date_text(day)}开始{until}）", facts={"phase": phase.pk, "day": day},
    )  # fmt: skip
    if not is_quiet:
        notify(
            people_of(campaign), kind=MessageKind.NOTICE, at=at,
            title=f"{phase.name}今日开始：{campaign.title}" if day == on
            else f"{phase.name}进行中：{campaign.title}",
            body=f"{date_text(day)}开始{until}。", url=page_of(phase),
            key=f"phase:{phase.pk}:opened:{day}",
        )  # fmt: skip
    return 1


@transaction.atomic
def _close(phase: Phase, day: date, *, at: datetime) -> int:
    campaign = Campaign.objects.locked(phase.campaign_id)
    count, named = unfinished_in(phase, end=day)
    _, made = PhaseMark.objects.get_or_create(
        campaign=campaign, phase=phase, moment=PhaseMoment.CLOSED, day=day,
        defaults={
            "noted_at": at, "unfinished_count": count, "unfinished": [asdict(one) for one in named]
        },
    )  # fmt: skip
    if not made:
        return 0
    told = _told(count, named)
    write_row(
        campaign, step="phase_closed", label="阶段结束", from_state=campaign.state, by=None, at=at,
        note=f"{phase.name}（{date_text(day)}结束）：{told}",
        facts={"phase": phase.pk, "day": day, "unfinished": count},
    )  # fmt: skip
    people = people_of(campaign) if not count else office_of(campaign)
    notify(
        people, kind=MessageKind.NOTICE, title=f"{phase.name}已结束：{campaign.title}", body=told,
        url=page_of(phase), key=f"phase:{phase.pk}:closed:{day}", at=at,
    )  # fmt: skip
    return 1


def _told(count: int, named: list[Unfinished]) -> str:
    if not count:
        return "本阶段到期的事项都已办完。"
    first = "；".join(f"{one.who}：{one.title}" if one.who else one.title for one in named[:NAMED])
    more = " 等" if count > NAMED else ""
    return f"还有 {count} 项到期没有办完：{first}{more}。"


def page_of(phase: Phase) -> str:
    """Return the page of a phase."""
    return f"/phasework/campaigns/{phase.campaign_id}/?phase={phase.pk}"


def office_of(campaign: Campaign) -> list[User]:
    """Return the people of the office that runs the campaign."""
    return _holding(Q(posts__organisation=campaign.organisation_id, posts__role__in=OFFICE))


def people_of(campaign: Campaign) -> list[User]:
    """Return the office and whoever takes part: bodies of its area, enterprises taken in."""
    place = range_of(campaign.area)
    bodies = (
        Q(posts__organisation__area__gte=place.low, posts__organisation__area__lte=place.high)
        & Q(posts__role__in=OFFICE)
        & ~Q(posts__organisation__kind=OrganisationKind.ENTERPRISE)
    )
    inside = campaign.participations.filter(left_on__isnull=True).values("enterprise_id")
    enterprises = Q(posts__organisation__enterprise_ref__in=inside)
    return _holding(bodies | enterprises)


def _holding(where: Q) -> list[User]:
    people = User.objects.filter(where & Q(posts__until__isnull=True), is_active=True)
    return list(people.distinct().order_by("id"))
