"""Hand unfinished loops over by name, and take them on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.archives.loops import Key, Loop, open_loops, placed
from bihuan.archives.models import Handover, HandoverLine
from bihuan.archives.states import HandoverState
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.kernel.areas import above_of, range_of
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability

RUNS = (CampaignState.RUNNING, CampaignState.ENDED)


def receivers_of(campaign: Campaign) -> list[Organisation]:
    """Return the bodies that may take something over: those of the range, and those above it."""
    own = range_of(campaign.area)
    offices = Organisation.objects.filter(
        Q(area__gte=own.low, area__lte=own.high) | Q(area__in=above_of(own)),
        enterprise_ref__isnull=True,
    )
    return list(offices.order_by("area", "pk").prefetch_related("posts__user"))


@transaction.atomic
def hand_over(
    *, campaign_id: int, keys: Collection[Key], receiver_id: int, person_id: int | None = None,
    by: User, at: datetime,
) -> Handover:  # fmt: skip
    """Put the chosen loops on a list for one body, or one person of it.

    Raises:
        NotFound, NotAllowed: outside what ``by`` may see or do.
        BadInput: no loop is chosen, one is not open or has a receiver, or the receiver is no
            body of the campaign's place.
    """
    campaign = _open_campaign(campaign_id, by)
    receiver = next((one for one in receivers_of(campaign) if one.pk == receiver_id), None)
    if receiver is None:
        raise BadInput([Problem("接收单位", "不在本行动的地区内", "，请重新选择。")])
    person = None
    if person_id is not None:
        person = User.objects.filter(pk=person_id, is_active=True).first()
        held = person.post if person else None
        if held is None or held.organisation_id != receiver.pk:
            raise BadInput([Problem("接收人", f"不在{receiver.name}任职", "，请重新选择。")])
        if person is not None and not person.can(Capability.DUTY_PERFORM):
            raise BadInput([Problem("接收人", "的岗位不能接收移交", "，请另选一人。")])
    known = placed(campaign)
    loops = {loop.key: loop for loop in open_loops(campaign, on=business_date(at))}
    chosen = [loops[key] for key in keys if key in loops and key not in known]
    if not chosen or len(chosen) != len(set(keys)):
        raise BadInput(
            [Problem("事项", "没有选，或已经办结、已经移交", "，请刷新页面后重新选择。")]
        )
    return _list_for(campaign, receiver, person, chosen, by=by, at=at)


@transaction.atomic
def hand_over_by_default(*, campaign_id: int, by: User, at: datetime) -> list[Handover]:
    """Hand every loop without a receiver to the office of the body that answers for it.

    Raises:
        NotFound, NotAllowed, Refused: see ``hand_over``.
    """
    campaign = _open_campaign(campaign_id, by)
    bodies = {one.pk: one for one in receivers_of(campaign)}
    known = placed(campaign)
    groups: dict[int, list[Loop]] = {}
    for loop in open_loops(campaign, on=business_date(at)):
        if loop.key not in known:
            receiver = loop.default_receiver
            own = receiver if receiver in bodies else campaign.organisation_id
            groups.setdefault(own, []).append(loop)
    return [
        _list_for(campaign, bodies[pk], None, loops, by=by, at=at)
        for pk, loops in sorted(groups.items())
    ]


def _open_campaign(campaign_id: int, by: User) -> Campaign:
    campaign = Campaign.objects.visible_to(by).select_related("organisation").locked(campaign_id)
    if not by.can(Capability.PLAN_LAUNCH):
        raise NotAllowed("您的岗位不能移交未办结事项。")
    if campaign.state not in RUNS:
        raise Refused(f"行动{campaign.state_label}，没有可以移交的事项。")
    return campaign


def _list_for(
    campaign: Campaign, receiver: Organisation, person: User | None, loops: Iterable[Loop], *,
    by: User, at: datetime,
) -> Handover:  # fmt: skip
    rows = list(loops)
    came_back = HandoverLine.objects.filter(
        campaign=campaign, handover__state=HandoverState.RETURNED
    )
    for kind, same in groupby(rows, key=lambda one: one.kind.value):
        came_back.filter(case_kind=kind, case_id__in=[one.case_id for one in same]).delete()
    handover = open_case(
        Handover(campaign=campaign, receiver=receiver, person=person, area=receiver.area),
        by=by, at=at, clock="accept", label="移交",
        facts={
            "campaign": campaign.pk, "receiver": receiver.name,
            "person": person.name if person else "",
            "loops": [f"{one.kind.value}#{one.case_id}" for one in rows],
        },
    )  # fmt: skip
    HandoverLine.objects.bulk_create(
        HandoverLine(
            handover=handover, campaign=campaign, case_kind=one.kind.value, case_id=one.case_id,
            title=one.title, holder=one.holder,
        )
        for one in rows
    )  # fmt: skip
    return handover


def _received(handover_id: int, by: User) -> Handover:
    row = Handover.objects.visible_to(by).filter(pk=handover_id).first()
    if row is None:
        raise NotFound
    post = by.post
    if post is None or post.organisation_id != row.receiver_id:
        raise NotAllowed(f"这份清单移交给{row.receiver.name}，由其人员接收。")
    if row.person_id is not None and row.person_id != by.pk:
        raise NotAllowed("这份清单移交给指定的接收人，由本人接收。")
    return row


def accept_handover(
    *, handover_id: int, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Handover:  # fmt: skip
    """Take the list on (接收): from now on the receiver goes on with it."""
    return advance(
        _received(handover_id, by), "accept", by=by, at=at, expected_version=version, key=key
    )


def return_handover(
    *, handover_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Handover:  # fmt: skip
    """Send the list back with the reason; its loops look for another receiver."""
    return advance(
        _received(handover_id, by), "return", by=by, at=at, note=note, expected_version=version,
        key=key,
    )  # fmt: skip
