"""How the county's winter campaign goes down to the towns, and who signs for what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.services.items import decide
from bihuan.campaigns.services.launch import launch_campaign, suggested_choices
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.cascade.queries import handed_down
from bihuan.cascade.rules.framing import concerns
from bihuan.cascade.services.carrying import (
    bring_own,
    confirm_matching,
    suggestions,
    take_over,
)
from bihuan.cascade.services.decomposing import Assigned, decompose
from bihuan.cascade.services.filing import file_plan, recognise_plan, return_plan
from bihuan.cascade.services.receipts import ask_enterprises, sign_receipt
from bihuan.cascade.states import ReceiptState
from bihuan.demo.habits import Habits
from bihuan.demo.moments import moment
from bihuan.demo.plans import plan_text
from bihuan.demo.world import Office, World
from bihuan.jobs.services import run_job
from bihuan.people.models import User
from bihuan.people.services import create_account, create_organisation
from bihuan.people.states import OrganisationKind, Role

SPRING, WINTER = 1, 2
"""Places of the town's and the county's campaigns in ``plot.CAMPAIGNS``."""

COMMUNITIES_ASKED, COMMUNITY_SIGNED = -120, -118
HANDED_DOWN, PLANS_DUE = -40, 14
RECEIPTS_DUE = 10
MADE, FILED, LOOKED_AT, LAUNCHED, FILED_LATE = -36, -34, -32, -31, -4
SIGNING = 0.22
COMMUNITY_PEOPLE = ("陶晓禾", "冯一舟")


def play(habits: Habits, campaigns: dict[int, int], offset: int, day: date) -> None:
    """Play one day of the levels: the first town does well, the second asks for less than it may."""
    acts: dict[int, Callable[[], None]] = {
        COMMUNITIES_ASKED: lambda: _ask_communities(habits.world, campaigns[SPRING], day),
        COMMUNITY_SIGNED: lambda: _sign_for_a_community(day),
        HANDED_DOWN: lambda: _hand_down(habits.world, campaigns[WINTER], day),
        MADE: lambda: _make_plans(habits.world, campaigns[WINTER], day),
        FILED: lambda: _file(habits.world, campaigns[WINTER], day, {0, 2, 4, 5}),
        LOOKED_AT: lambda: _look_at(habits.world, campaigns[WINTER], day),
        LAUNCHED: lambda: _launch(habits.world, campaigns[WINTER], day, {0, 4}),
        FILED_LATE: lambda: _file(habits.world, campaigns[WINTER], day, {3}),
    }
    if offset in acts:
        acts[offset]()
    if offset > HANDED_DOWN:
        _sign(habits, day, habits.rng)


def _at(day: date, hour: int) -> datetime:
    return moment(day, hour, 20)


def _clerk(office: Office) -> User:
    return office.people[Role.CLERK]


def _rows(world: World, campaign: int) -> list[tuple[int, Office, SubPlan]]:
    """Return each town's number with what it was given, once it was."""
    found = []
    for number, town in enumerate(world.towns):
        row = SubPlan.objects.filter(parent_id=campaign, organisation=town.body).first()
        if row is not None:
            found.append((number, town, row))
    return found


def _share(campaign: int, body: str) -> list[int]:
    """Return the items that a body of that sort is offered."""
    items = handed_down(Campaign.objects.get(pk=campaign))
    return [item.pk for item in items if concerns(item.kind, item.data, body=body)]


def _hand_down(world: World, campaign: int, day: date) -> None:
    """Hand everything down to every town; ask the enterprises to sign."""
    items = _share(campaign, "town")
    clerk = _clerk(world.county)
    decompose(
        campaign_id=campaign, by=clerk, at=_at(day, 9),
        assigned=[
            Assigned(town.body.pk, items, day + timedelta(days=PLANS_DUE)) for town in world.towns
        ],
    )  # fmt: skip
    job = ask_enterprises(
        campaign_id=campaign, due_on=day + timedelta(days=RECEIPTS_DUE), by=clerk, at=_at(day, 10)
    )
    run_job(job.pk, clock=lambda: _at(day, 10))


def _make_plans(world: World, campaign: int, day: date) -> None:
    """Let the towns write their plans; the seventh and those after it have not begun."""
    for number, town, row in _rows(world, campaign):
        if number == 1:
            _bring_own(town, row, day)
        elif number in {0, 2, 3, 4, 5}:
            child = take_over(
                sub_plan_id=row.pk, by=_clerk(town), at=_at(day, 9), version=row.version
            )
            if number == 0:
                _tighten(child, _clerk(town), day)


def _tighten(child: Campaign, clerk: User, day: date) -> None:
    """Raise the first share among the targets."""
    for item in child.items.filter(kind=ItemKind.TARGET).order_by("position"):
        if item.data.get("unit") == "%" and item.data["op"] == ">=" and item.data["value"] < 95:  # noqa: PLR2004
            decide(
                item_id=item.pk, decision=Decision.CORRECTED, by=clerk, at=_at(day, 10),
                version=item.version, data={**item.data, "value": 95},
            )  # fmt: skip
            return


def _bring_own(town: Office, row: SubPlan, day: date) -> None:
    """Bring a plan of the town's own that asks for less; it is matched and then left lying."""
    name = town.body.name.removesuffix("安全办")
    text = plan_text("town_winter", day, {"self_check_end": 42, "end": 96}).replace("本镇", name)
    (draft,) = import_plan(
        data=text.encode(), name=f"{text.splitlines()[0]}.txt", organisation=town.body,
        by=_clerk(town), at=_at(day, 9),
    )  # fmt: skip
    bring_own(
        sub_plan_id=row.pk, campaign_id=draft.pk, by=_clerk(town), at=_at(day, 10),
        version=row.version,
    )  # fmt: skip
    row.refresh_from_db()
    likely = suggestions(row)
    confirm_matching(
        sub_plan_id=row.pk, pairs={one.pk: likely.get(one.pk) for one in row.inherited.all()},
        by=_clerk(town), at=_at(day, 11),
    )  # fmt: skip


def _file(world: World, campaign: int, day: date, numbers: set[int]) -> None:
    for number, town, row in _rows(world, campaign):
        if number in numbers:
            file_plan(sub_plan_id=row.pk, by=_clerk(town), at=_at(day, 15), version=row.version)


def _look_at(world: World, campaign: int, day: date) -> None:
    """Recognise what was filed, but for the third town's, which comes back."""
    chief = world.county.people[Role.CHIEF]
    for number, _, row in _rows(world, campaign):
        if number == 2:  # noqa: PLR2004
            return_plan(
                sub_plan_id=row.pk, note="没有写明各社区的分工和联络人，请补充后重新报备。", by=chief,
                at=_at(day, 9), version=row.version,
            )  # fmt: skip
        elif number in {0, 4, 5}:
            recognise_plan(sub_plan_id=row.pk, by=chief, at=_at(day, 9), version=row.version)


def _launch(world: World, campaign: int, day: date, numbers: set[int]) -> None:
    for number, town, row in _rows(world, campaign):
        if number in numbers and row.child is not None:
            choices = suggested_choices(row.child, on=day)
            at = _at(day, 16)
            job = launch_campaign(
                campaign_id=row.child.pk, choices=choices, by=town.people[Role.CHIEF], at=at
            )
            run_job(job.pk, clock=lambda at=at: at)


def _ask_communities(world: World, campaign: int, day: date) -> None:
    """Give the first town's communities their share of its spring campaign to sign for."""
    town = world.towns[0]
    bodies = []
    for number, name in enumerate(COMMUNITY_PEOPLE, start=1):
        body = create_organisation(
            name=f"{town.body.name.removesuffix('安全办')}第{'一二'[number - 1]}社区居委会",
            kind=OrganisationKind.COMMUNITY, area=town.body.area + number, parent=town.body,
            by=None, at=_at(day, 8),
        )  # fmt: skip
        create_account(
            username=f"t101-community{number}", name=name, organisation=body,
            role=Role.GRID_WORKER, by=None, at=_at(day, 8), title="安全专干", since=day,
        )  # fmt: skip
        bodies.append(body)
    items = _share(campaign, "community")
    decompose(
        campaign_id=campaign, by=_clerk(town), at=_at(day, 9),
        assigned=[
            Assigned(body.pk, items, day + timedelta(days=RECEIPTS_DUE), "sign") for body in bodies
        ],
    )  # fmt: skip


def _sign_for_a_community(day: date) -> None:
    row = Receipt.objects.filter(organisation__isnull=False).order_by("pk").first()
    assert row is not None, "the communities were asked"
    signer = User.objects.get(username="t101-community1")
    sign_receipt(receipt_id=row.pk, by=signer, at=_at(day, 10), version=row.version)


def _sign(habits: Habits, day: date, rng: Random) -> None:
    """Let enterprises sign, the careful ones soon; those that rest leave it lying."""
    rows = Receipt.objects.filter(state=ReceiptState.SENT, enterprise__isnull=False)
    for row in rows.order_by("pk"):
        assert row.enterprise_id is not None, "the rows are of enterprises"
        business = habits.by_enterprise[row.enterprise_id]
        is_lazy = row.enterprise_id in habits.resting or business.diligence < 0.45  # noqa: PLR2004
        if not is_lazy and rng.random() < SIGNING * business.diligence:
            sign_receipt(
                receipt_id=row.pk, by=business.manager, at=_at(day, 11), version=row.version
            )
