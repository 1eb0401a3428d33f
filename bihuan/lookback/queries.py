"""What can be looked at again, who may look, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from bihuan.campaigns.models import Campaign
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardState
from bihuan.kernel.areas import AreaLevel, at_level, level_of, range_of
from bihuan.lookback.models import Lookback, LookbackRound
from bihuan.lookback.rules import Interval, Unit, weighted_share, wilson
from bihuan.lookback.states import JUDGED, LookbackState
from bihuan.loop.models import TrailRow
from bihuan.people.models import Area, Organisation, User
from bihuan.people.rules import CAPABILITIES
from bihuan.people.states import Capability, OrganisationKind

VERIFIERS = [
    str(role) for role, granted in CAPABILITIES.items() if Capability.HAZARD_VERIFY in granted
]


def closed_hazards(campaign: Campaign) -> QuerySet[Hazard]:
    """Return the campaign's closed hazards that no round has looked at yet."""
    looked_at = Lookback.objects.filter(campaign_ref=campaign.pk).values("hazard_id")
    closed = Hazard.objects.filter(campaign_ref=campaign.pk, state=HazardState.CLOSED)
    return closed.exclude(pk__in=looked_at).order_by("pk")


def units_of(campaign: Campaign) -> list[Unit]:
    """Return what can be drawn, each with the place one level below the campaign's."""
    level = level_below(campaign.area)
    return [
        Unit(pk, at_level(area, level), severity == HazardLevel.MAJOR)
        for pk, area, severity in closed_hazards(campaign).values_list("pk", "area", "level")
    ]


def level_below(area: int) -> AreaLevel:
    """Return the level by which an area's records are told apart."""
    levels = list(AreaLevel)
    place = levels.index(level_of(area))
    return levels[min(place + 1, len(levels) - 1)]


def bodies_for(campaign: Campaign) -> QuerySet[Organisation]:
    """Return the offices that answer for the campaign's whole area: its own and those above."""
    above = [at_level(campaign.area, level) for level in AreaLevel]
    covering = [code for code in above if range_of(code).covers(range_of(campaign.area))]
    rows = Organisation.objects.filter(area__in=covering)
    return rows.exclude(kind=OrganisationKind.ENTERPRISE).order_by("area", "id")


def verifiers_in(organisation: Organisation) -> list[User]:
    """Return the people of an office who may verify hazards."""
    held = Q(posts__organisation=organisation, posts__role__in=VERIFIERS, posts__until__isnull=True)
    return list(User.objects.filter(held, is_active=True).distinct().order_by("id"))


def hands_on(hazard_ids: list[int]) -> dict[int, set[int]]:
    """Return who had a hand in each hazard: everybody in its trail."""
    found: dict[int, set[int]] = {pk: set() for pk in hazard_ids}
    rows = TrailRow.objects.filter(
        case_kind="hazard", case_id__in=hazard_ids, by__isnull=False
    ).values_list("case_id", "by_id")
    for case_id, by_id in rows:
        found[case_id].add(by_id)
    return found


Recheck = tuple[int, bool, str]
"""A recheck's stratum (place and whether it was major) and its state."""


@dataclass(frozen=True, slots=True)
class StratumLine:
    """One stratum: how many there were, drawn, judged, genuine."""

    place: str
    major: bool
    pool: int
    drawn: int
    judged: int
    genuine: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round found so far."""

    lines: list[StratumLine]
    judged: int
    genuine: int
    waiting: int
    interval: Interval | None
    weighted: float | None


def outcomes_of(rounds: Sequence[LookbackRound]) -> list[Outcome]:
    """Return the result of each round, in two queries for all."""
    codes = {row[0] for one in rounds for row in one.strata}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    cases: dict[int, list[Recheck]] = {one.pk: [] for one in rounds}
    rows = Lookback.objects.filter(round__in=cases).order_by()
    for pk, area, major, state in rows.values_list("round_id", "stratum_area", "major", "state"):
        cases[pk].append((area, major, state))
    return [_outcome(one, cases[one.pk], names) for one in rounds]


def _outcome(found: LookbackRound, cases: list[Recheck], names: dict[int, str]) -> Outcome:
    """Return a round's result: by stratum, the share with its interval, the weighted share."""
    lines = []
    for area, major, pool, drawn in found.strata:
        mine = [state for code, severity, state in cases if (code, severity) == (area, major)]
        results = [state for state in mine if state in JUDGED]
        lines.append(
            StratumLine(
                names.get(area, str(area)), major, pool, drawn, len(results),
                results.count(LookbackState.GENUINE),
            )
        )  # fmt: skip
    judged, genuine = sum(one.judged for one in lines), sum(one.genuine for one in lines)
    return Outcome(
        lines, judged, genuine,
        sum(state == LookbackState.PENDING for *_, state in cases), wilson(genuine, judged),
        weighted_share([(one.pool, one.judged, one.genuine) for one in lines]),
    )  # fmt: skip
