"""The sector packs in the demo: each sample plan on its own day of the year, on a small scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.rules import ENTERPRISES, NOBODY
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.services.launch import suggested_choices
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import CampaignState, ItemKind
from bihuan.demo.confirming import confirm, launch
from bihuan.demo.moments import moment
from bihuan.demo.plot import YEAR
from bihuan.demo.world import Office, World
from bihuan.enterprises.queries import EnterpriseFilter, enterprises_matching
from bihuan.packs.contents import Pack
from bihuan.packs.loading import all_packs
from bihuan.packs.samples import sample_plan
from bihuan.packs.services import attach_pack, publish_checklist, take_over
from bihuan.people.models import Area
from bihuan.people.states import Role

IMPORTED = 4
DRAFTED = -2
WOUND_UP = 6
ROWS = 8
MOST = 4
RARE = ("month", "quarter", "half_year", "year")


@dataclass(slots=True)
class SpecialPlans:
    """What the offices do with the packs, day by day; ``running`` fills as plans are launched."""

    world: World
    opening: date
    drafts: dict[str, int] = field(default_factory=dict)
    running: dict[str, int] = field(default_factory=dict)

    def live(self, day: date) -> None:
        """Do what falls on a day."""
        if day == first_day(self.opening):
            self._publish(day)
        for pack in all_packs().values():
            launched = launch_day(pack, self.opening)
            is_draft = pack.sample.stage == "draft"
            imported = (
                self.opening + timedelta(days=DRAFTED)
                if is_draft
                else launched - timedelta(days=IMPORTED)
            )
            if day == imported:
                self._draft(pack, launched.year, day)
            if day == launched and not is_draft:
                self._launch(pack, day)
        self._wind_up(day)

    def _publish(self, day: date) -> None:
        for code in all_packs():
            publish_checklist(
                code=code, organisation=self.world.county.body, by=None, at=moment(day, 8)
            )

    def _draft(self, pack: Pack, year: int, day: date) -> None:
        office, at = self._office(pack), moment(day, 9)
        town = Area.objects.get(code=self.world.towns[0].body.area).name
        text = sample_plan(pack, year=year, town=town)
        clerk = office.people[Role.CLERK]
        (campaign,) = import_plan(
            data=text.encode(), name=f"{pack.name}.txt", organisation=office.body, by=clerk, at=at
        )
        attach_pack(campaign_id=campaign.pk, code=pack.code, by=clerk, at=at)
        self.drafts[pack.code] = campaign.pk

    def _launch(self, pack: Pack, day: date) -> None:
        office, at = self._office(pack), moment(day, 10)
        campaign = Campaign.objects.get(pk=self.drafts.pop(pack.code))
        take_over(
            campaign_id=campaign.pk, code=pack.code, rows=range(1, ROWS + 1),
            categories=[pack.scope[0].code], by=office.people[Role.CLERK], at=at,
        )  # fmt: skip
        confirm(campaign, office, at)
        campaign.refresh_from_db()
        meant = suggested_choices(campaign, on=day)
        area = self._small_area(pack, office)
        launch(
            campaign, office,
            replace(
                meant, areas=(area,), sectors=pack.sectors, tags=pack.tags,
                holders=self._few_duties(campaign, meant),
            ),
            at,
        )  # fmt: skip
        self.running[pack.code] = campaign.pk

    def _few_duties(self, campaign: Campaign, meant: LaunchChoices) -> dict[int, str]:
        """Give out what enterprises do once a month or less often; the rest would fill the year."""
        rare = campaign.items.filter(kind=ItemKind.DUTY, data__period__in=RARE)
        kept = set(rare.values_list("pk", flat=True))
        return {
            item: holder if holder == ENTERPRISES and item in kept else NOBODY
            for item, holder in meant.holders.items()
        }

    def _small_area(self, pack: Pack, office: Office) -> int:
        """Return the widest place in which the pack means only a few enterprises."""
        counted: list[tuple[int, int]] = []
        for area in self._places(office):
            meant = EnterpriseFilter(areas=(area,), sectors=pack.sectors, tags=pack.tags)
            if count := enterprises_matching(meant).count():
                counted.append((count, area))
                if count <= MOST:
                    return area
        assert counted, f"nobody in the demo is meant by {pack.code}"
        return min(counted)[1]

    def _places(self, office: Office) -> Iterator[int]:
        yield office.body.area
        own = Area.objects.filter(code__gt=office.body.area, code__lt=office.body.area + 10**6)
        yield from own.order_by("level", "code").values_list("code", flat=True)

    def _office(self, pack: Pack) -> Office:
        return self.world.county if pack.sample.office == "county" else self.world.towns[0]

    def _wind_up(self, day: date) -> None:
        over = Campaign.objects.filter(
            pk__in=self.running.values(), state=CampaignState.RUNNING,
            ends_on=day - timedelta(days=WOUND_UP),
        )  # fmt: skip
        for campaign in over.order_by("pk"):
            (code,) = (key for key, pk in self.running.items() if pk == campaign.pk)
            chief, at = self._office(all_packs()[code]).people[Role.CHIEF], moment(day, 17)
            hand_over_by_default(campaign_id=campaign.pk, by=chief, at=at)
            finish_campaign(
                campaign_id=campaign.pk, note="各阶段任务完成，转入日常监管。", by=chief, at=at
            )


def first_day(opening: date) -> date:
    """Return the first day that the demo plays."""
    return opening + timedelta(days=1 - YEAR)


def launch_day(pack: Pack, opening: date) -> date:
    """Return the pack's day of the calendar in the played year, not before it may be drafted."""
    day = pack.sample.launch_day(opening.year)
    if day >= opening:
        day = pack.sample.launch_day(opening.year - 1)
    return max(day, first_day(opening) + timedelta(days=IMPORTED))
