"""Move the county through its year, day by day, by the services that people use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import transaction

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.services.launch import suggested_choices
from bihuan.demo.confirming import confirm, launch
from bihuan.demo.ending import bring_to_an_end
from bihuan.demo.following import follow
from bihuan.demo.habits import Habits
from bihuan.demo.levels import play as play_levels
from bihuan.demo.moments import moment
from bihuan.demo.opening import set_the_scene
from bihuan.demo.plans import plan_text
from bihuan.demo.plot import CAMPAIGNS, YEAR, PlannedCampaign
from bihuan.demo.special import SpecialPlans
from bihuan.demo.together import work_together
from bihuan.demo.world import Office, World
from bihuan.jobs.tick import tick
from bihuan.oversight.services import draft_bulletin, issue_bulletin, submit_bulletin
from bihuan.people.states import Role

Progress = Callable[[int, int, date], None]


@dataclass(slots=True)
class Story:
    """The year: ``campaigns`` fills as plans are imported, by place in ``plot.CAMPAIGNS``."""

    world: World
    opening: date
    rng: Random
    campaigns: dict[int, int]

    def run(self, progress: Progress) -> None:
        """Play every day before the opening day, then begin the opening day itself."""
        habits = Habits(self.world, self.rng)
        special = SpecialPlans(self.world, self.opening)
        for offset in range(1 - YEAR, 1):
            day = self.opening + timedelta(days=offset)
            with transaction.atomic():
                self._official(offset, day)
                special.live(day)
                for _ in tick(on=day, at=moment(day, 6)):
                    pass
                if offset < 0:
                    play_levels(habits, self.campaigns, offset, day)
                    set_the_scene(habits, offset, day)
                    habits.live(day)
                    work_together(self.world, offset, day)
                    follow(
                        self.campaigns, opening=self.opening, offset=offset,
                        county=self.world.county, town=self.world.towns[0],
                    )  # fmt: skip
            progress(offset + YEAR, YEAR, day)

    def _official(self, offset: int, day: date) -> None:
        for place, planned in enumerate(CAMPAIGNS):
            office = self.world.county if planned.office == "county" else self.world.towns[0]
            if offset == planned.imported:
                self._import(place, planned, office, day)
            if offset == planned.launched:
                self._launch(place, office, day)
            if offset in planned.bulletins:
                self._publish(place, office, day)
            if offset == planned.ended:
                bring_to_an_end(self.world, office, self.campaigns[place], day)

    def _import(self, place: int, planned: PlannedCampaign, office: Office, day: date) -> None:
        text = plan_text(planned.plan, self.opening, planned.offsets)
        made = import_plan(
            data=text.encode(), name=f"{text.splitlines()[0]}.txt", organisation=office.body,
            by=office.people[Role.CLERK], at=moment(day, 9),
        )  # fmt: skip
        self.campaigns[place] = made[0].pk

    def _launch(self, place: int, office: Office, day: date) -> None:
        campaign = Campaign.objects.get(pk=self.campaigns[place])
        at = moment(day, 10)
        confirm(campaign, office, at)
        campaign.refresh_from_db()
        launch(campaign, office, suggested_choices(campaign, on=day), at)

    def _publish(self, place: int, office: Office, day: date) -> None:
        campaign = Campaign.objects.get(pk=self.campaigns[place])
        phase = max(
            (one for one in campaign.phases.all() if one.end and one.end <= day),
            key=lambda one: one.number, default=None,
        )  # fmt: skip
        draft = draft_bulletin(
            campaign_id=campaign.pk, phase_id=phase.pk if phase else None,
            by=office.people[Role.CLERK], at=moment(day, 14),
        )  # fmt: skip
        submit_bulletin(bulletin_id=draft.pk, by=office.people[Role.CLERK], at=moment(day, 15))
        issue_bulletin(bulletin_id=draft.pk, by=office.people[Role.CHIEF], at=moment(day, 16))
