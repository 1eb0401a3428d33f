"""The targets of campaigns, what was reported about them, and who has still to report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from bihuan.campaigns.judgements import Judged, Judgements
from bihuan.campaigns.models import Campaign, Deliverable, PlanItem, Target
from bihuan.campaigns.states import STANDING, CampaignState, ItemKind
from bihuan.kernel.areas import parent_of, range_of
from bihuan.people.models import Area, Organisation, User
from bihuan.people.states import OrganisationKind
from bihuan.reported.models import ReportedValue
from bihuan.reported.rules import Goal, goal_of, is_worded_goal, judge
from bihuan.reported.states import ReportedState

LIVE = (ReportedState.REPORTED, ReportedState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class HeldGoal:
    """One target of a plan; ``target`` is None where the plan gives no number."""

    item: PlanItem
    target: Target | None
    goal: Goal

    @property
    def is_measured(self) -> bool:
        """Whether a metric of the records counts it."""
        return self.target is not None and bool(self.target.metric_key)


def goal_of_item(item: PlanItem, target: Target | None) -> Goal:
    """Return what an item asks for."""
    if target is None:
        return goal_of(item.quote)
    return goal_of(item.quote, op=target.op, value=target.value, unit=target.unit)


def goals_of(campaigns: Iterable[Campaign]) -> list[HeldGoal]:
    """Return the targets of campaigns in the order of their plans, three queries for all.

    A task is one when its words are those of a target and it was not given out as work.
    """
    ids = [one.pk for one in campaigns]
    targets = {one.item_id: one for one in Target.objects.filter(campaign__in=ids)}
    rows = Deliverable.objects.filter(campaign__in=ids, item__kind=ItemKind.TASK)
    given_out = set(rows.values_list("item_id", flat=True))
    items = PlanItem.objects.filter(
        campaign__in=ids, decision__in=STANDING, kind__in=[ItemKind.TARGET, ItemKind.TASK]
    ).select_related("campaign__organisation")
    found = []
    for item in items.order_by("campaign_id", "start_char", "pk"):
        worded = item.pk not in given_out and is_worded_goal(item.quote)
        if item.kind == ItemKind.TARGET or worded:
            target = targets.get(item.pk)
            found.append(HeldGoal(item, target, goal_of_item(item, target)))
    return found


def confirmed(
    campaign: Campaign, *, areas: Collection[int], on: date
) -> dict[tuple[int, int], ReportedValue]:
    """Return the value that counts on a day, by item and place: of the latest period, newest edition."""
    rows = ReportedValue.objects.filter(
        campaign=campaign, area__in=areas, state=ReportedState.CONFIRMED, confirmed_on__lte=on
    ).select_related("item", "organisation", "confirmed_by")
    return {(one.item_id, one.area): one for one in rows.order_by("as_of", "edition", "pk")}


class ReportedJudgements(Judgements):
    """What confirmed values say of the targets of a campaign."""

    def of(
        self, campaign: Campaign, *, areas: Collection[int], on: date
    ) -> Mapping[tuple[int, int], Judged]:
        """Return the confirmed values of a day, judged."""
        values = confirmed(campaign, areas=areas, on=on)
        if not values:
            return {}
        targets = {one.item_id: one for one in campaign.targets.all()}
        found = {}
        for key, one in values.items():
            told = judge(goal_of_item(one.item, targets.get(one.item_id)), one.answer)
            assert one.confirmed_on is not None
            found[key] = Judged(told.reached, told.text, one.get_absolute_url(), one.confirmed_on)
        return found


def bodies_below(campaign: Campaign) -> dict[int, str]:
    """Return the places right below the campaign's that a body answers for, with their names."""
    own = range_of(campaign.area)
    bodies = Organisation.objects.within(own).exclude(kind=OrganisationKind.ENTERPRISE)
    with_body = set(bodies.values_list("area", flat=True))
    scope = [range_of(code) for code in campaign.scope_areas]
    return {
        one.code: one.name
        for one in Area.objects.children_of(campaign.area)
        if one.code in with_body
        and (not scope or any(s.covers(one.range) or one.range.covers(s) for s in scope))
    }


def answering(user: User) -> Organisation | None:
    """Return the body that the person reports for; None for enterprises."""
    body = user.post.organisation if user.post else None
    return None if body is None or body.kind == OrganisationKind.ENTERPRISE else body


def owed_by(body: Organisation) -> list[tuple[HeldGoal, ReportedValue | None]]:
    """Return the running targets of which a body has no live value, with what was sent back.

    A body owes them to its own campaigns and to those of the place right above it.
    """
    above = parent_of(body.area)
    campaigns = Campaign.objects.filter(state=CampaignState.RUNNING).filter(
        Q(organisation=body) | Q(area=above if above is not None else -1)
    )
    goals = [one for one in goals_of(campaigns) if not one.is_measured]
    rows = ReportedValue.objects.filter(item__in=[one.item.pk for one in goals], area=body.area)
    by_item: dict[int, list[ReportedValue]] = {}
    for row in rows.order_by("pk"):
        by_item.setdefault(row.item_id, []).append(row)
    owed = []
    for goal in goals:
        known = by_item.get(goal.item.pk, [])
        if not any(row.state in LIVE for row in known):
            owed.append((goal, known[-1] if known else None))
    return owed
