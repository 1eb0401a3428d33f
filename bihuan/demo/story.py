"""Move the county through its year, day by day, by the services that people use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.doubts import settle_anomaly
from bihuan.campaigns.services.groups import set_up_group
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.services.items import decide
from bihuan.campaigns.services.launch import launch_campaign, suggested_choices
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.demo.filed import file_inspections
from bihuan.demo.habits import Habits
from bihuan.demo.opening import set_the_scene
from bihuan.demo.plans import plan_text
from bihuan.demo.plot import CAMPAIGNS, YEAR, PlannedCampaign
from bihuan.demo.together import work_together
from bihuan.demo.world import Office, World
from bihuan.jobs.services import run_job
from bihuan.jobs.states import JobState
from bihuan.jobs.tick import tick
from bihuan.loop.services.cases import BEIJING
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
        for offset in range(1 - YEAR, 1):
            day = self.opening + timedelta(days=offset)
            with transaction.atomic():
                self._official(offset, day)
                for _ in tick(on=day, at=moment(day, 6)):
                    pass
                if offset < 0:
                    set_the_scene(habits, offset, day)
                    habits.live(day)
                    work_together(self.world, offset, day)
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
                finish_campaign(
                    campaign_id=self.campaigns[place], note="各阶段任务完成，转入常态管理。",
                    by=office.people[Role.CHIEF], at=moment(day, 17),
                )  # fmt: skip

    def _import(self, place: int, planned: PlannedCampaign, office: Office, day: date) -> None:
        text = plan_text(planned.plan, self.opening, planned.offsets)
        made = import_plan(
            data=text.encode(), name=f"{text.splitlines()[0]}.txt", organisation=office.body,
            by=office.people[Role.CLERK], at=moment(day, 9),
        )  # fmt: skip
        self.campaigns[place] = made[0].pk

    def _launch(self, place: int, office: Office, day: date) -> None:
        campaign = Campaign.objects.get(pk=self.campaigns[place])
        clerk, at = office.people[Role.CLERK], moment(day, 10)
        for item in campaign.items.filter(decision=Decision.PENDING, kind=ItemKind.ANOMALY):
            settle_anomaly(item_id=item.pk, reading=None, by=clerk, at=at, version=item.version)
        for item in campaign.items.filter(decision=Decision.PENDING):
            decide(
                item_id=item.pk, decision=Decision.ACCEPTED, by=clerk, at=at, version=item.version,
                data=dict(item.data),
            )  # fmt: skip
        choices = suggested_choices(campaign, on=day)
        file_inspections(campaign, choices, office, at=at)
        job = launch_campaign(
            campaign_id=campaign.pk, choices=choices,
            by=office.people[Role.CHIEF], at=at,
        )  # fmt: skip
        done = run_job(job.pk, clock=lambda: at)
        set_up_group(campaign_id=campaign.pk, by=office.people[Role.CHIEF], at=at)
        campaign.refresh_from_db()
        assert done.state == JobState.DONE, done.message
        assert campaign.state == CampaignState.RUNNING, campaign.state

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


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the day in Beijing."""
    return datetime.combine(day, time(hour, minute), tzinfo=BEIJING)
