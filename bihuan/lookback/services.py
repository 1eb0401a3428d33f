"""Draw a round, judge what was drawn; what was not as reported is registered anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import LAUNCHED
from bihuan.hazards import services as hazards
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    NotIndependent,
    Problem,
    Refused,
    StepRefused,
)
from bihuan.lookback.models import Lookback, LookbackRound
from bihuan.lookback.queries import bodies_for, hands_on, units_of, verifiers_in
from bihuan.lookback.rules import MAJOR_WEIGHT, draw, strata_of
from bihuan.lookback.states import FALSE, LOOKBACK, LookbackState
from bihuan.loop.models import Evidence
from bihuan.loop.services.bulk import open_cases
from bihuan.loop.services.cases import advance, business_date, was_taken
from bihuan.people.models import User
from bihuan.people.states import Capability


@transaction.atomic
def draw_round(
    *, campaign_id: int, organisation_id: int, size: int, due_on: date, seed: int, by: User,
    at: datetime, weigh_major: bool = False,
) -> LookbackRound:  # fmt: skip
    """Draw ``size`` closed hazards of a campaign and give each to somebody who had no hand in it.

    The people of ``organisation_id`` take turns; whoever stands in a hazard's trail is passed
    over for it. Asked again with the same seed for the same campaign, the round drawn first is
    returned.

    Raises:
        NotFound, NotAllowed: not ``by``'s to draw.
        StepRefused: the campaign was not launched.
        BadInput: no size, a day that is over, or an office that does not answer for the place.
        Refused: nothing closed is left to look at, or nobody is independent.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.PLAN_LAUNCH):
        raise NotAllowed("您的岗位不能组织回头看。")
    if campaign.state not in LAUNCHED:
        raise StepRefused(f"行动{campaign.state_label}，下达后才能组织回头看。")
    known = campaign.lookbacks.filter(seed=seed).first()
    if known is not None:
        return known
    body = bodies_for(campaign).filter(pk=organisation_id).first()
    problems = []
    if size < 1:
        problems.append(Problem("抽取数", "应为 1 以上的整数", "，请重新填写。"))
    if due_on < business_date(at):
        problems.append(Problem("完成期限", "早于今天", "，请改为今天或以后的日期。"))
    if body is None:
        problems.append(Problem("核查单位", "不负责行动所在地区", "，请从列表中选择。"))
    if problems or body is None:
        raise BadInput(problems)
    units = units_of(campaign)
    if not units:
        raise Refused("没有可以回头看的隐患：还没有销号的，或都已抽查过。")
    weight = MAJOR_WEIGHT if weigh_major else 1
    drawn = draw(units, size, seed=seed, major_weight=weight)
    strata = strata_of(units)
    last = campaign.lookbacks.aggregate(last=Max("number"))["last"] or 0
    made = LookbackRound.objects.create(
        campaign=campaign, number=last + 1, area=campaign.area, organisation=body, size=len(drawn),
        seed=seed, major_weight=weight, pool=[unit.key for unit in units],
        strata=[
            [area, major, len(ids), len(set(ids) & set(drawn))]
            for (area, major), ids in strata.items()
        ],
        due_on=due_on, drawn_at=at, drawn_by=by,
    )  # fmt: skip
    places = {unit.key: unit.area for unit in units}
    _open(made, drawn, places, by=by, at=at)
    return made


def _open(
    made: LookbackRound, drawn: list[int], places: dict[int, int], *, by: User, at: datetime
) -> None:
    rows = {one.pk: one for one in Hazard.objects.filter(pk__in=drawn).select_related("enterprise")}
    people, hands = verifiers_in(made.organisation), hands_on(drawn)
    cases = []
    for turn, pk in enumerate(drawn):
        able = [one for one in people if one.pk not in hands[pk]]
        if not able:
            raise Refused(
                f"{made.organisation.name}没有与“{rows[pk].summary[:30]}”无关的核查人员，"
                "请改由上级单位核查，或增加人员后再抽取。"
            )
        cases.append(
            Lookback(
                round=made, hazard=rows[pk], enterprise=rows[pk].enterprise, area=rows[pk].area,
                campaign_ref=made.campaign_id, stratum_area=places[pk],
                major=rows[pk].level == HazardLevel.MAJOR, assignee=able[turn % len(able)],
                due_on=made.due_on,
            )
        )  # fmt: skip
    open_cases(cases, by=by, at=at, label="抽取")


@transaction.atomic
def judge(
    *, lookback_id: int, step: str, note: str, evidence: Sequence[Evidence], by: User,
    at: datetime, version: int | None = None, key: UUID | None = None,
) -> Lookback:  # fmt: skip
    """Say what was found: ``confirm``, ``relapse``, ``undone`` or ``void``.

    A hazard that came back, or was never rectified, is registered anew in the same campaign, and
    graded and ordered like any other.

    Raises:
        NotAllowed: somebody else was assigned.
        NotIndependent: ``by`` had a hand in the hazard.
        EvidenceMissing, NotFound, StepRefused, StaleVersion, Refused: as for every step.
    """
    case = Lookback.objects.visible_to(by).locked(lookback_id)
    if step not in LOOKBACK.by_name or step == "reassign":
        raise NotFound
    is_first = case.state == LookbackState.PENDING and not was_taken(case, key)
    if is_first:
        if case.assignee_id != by.pk:
            raise NotAllowed(f"这项核查派给了{case.assignee.name}，不能代为办理。")
        if by.pk in hands_on([case.hazard_id])[case.hazard_id]:
            raise NotIndependent("您办理过这条隐患，须由其他人员核查。")
    moved = advance(
        case, step, by=by, at=at, note=note.strip(), evidence=evidence, expected_version=version,
        key=key, changes={"checked_on": business_date(at), "finding": note.strip()},
    )  # fmt: skip
    if is_first and moved.state in FALSE:
        moved.new_hazard = _register(moved, by=by, at=at)
        moved.save(update_fields=["new_hazard"])
    return moved


def _register(case: Lookback, *, by: User, at: datetime) -> Hazard:
    old = case.hazard
    word = case.state_label
    return hazards.report_hazard(
        enterprise=old.enterprise, summary=f"回头看{word}：{old.summary}"[:500], place=old.place,
        basis=old.basis, source=HazardSource.LOOKBACK, source_ref=case.pk,
        campaign_ref=old.campaign_ref, level=HazardLevel(old.level) if old.level else None, by=by,
        at=at,
    )  # fmt: skip


@transaction.atomic
def reassign(
    *, lookback_id: int, assignee_id: int, note: str, by: User, at: datetime,
    version: int | None = None, key: UUID | None = None,
) -> Lookback:  # fmt: skip
    """Give a recheck to another person of the round's office who had no hand in the hazard.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion, Refused: as for every step.
        BadInput: the person is not of the office, or had a hand in the hazard.
    """
    case = Lookback.objects.visible_to(by).locked(lookback_id)
    people = {one.pk: one for one in able_for(case)}
    if assignee_id not in people:
        raise BadInput([Problem("核查人", "不能核查这条隐患", "，请从列表中选择没有经手的人员。")])
    return advance(
        case, "reassign", by=by, at=at, note=note, expected_version=version, key=key,
        changes={"assignee": people[assignee_id]},
    )  # fmt: skip


def able_for(case: Lookback) -> list[User]:
    """Return who of the round's office may look at the hazard: nobody with a hand in it."""
    hands = hands_on([case.hazard_id])[case.hazard_id]
    return [one for one in verifiers_in(case.round.organisation) if one.pk not in hands]
