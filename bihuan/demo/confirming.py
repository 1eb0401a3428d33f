"""How an office of the demo takes a draft to its launch: everything accepted, doubts left as they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.doubts import settle_anomaly
from bihuan.campaigns.services.groups import set_up_group
from bihuan.campaigns.services.items import bulk_accept, decide, metric_keys
from bihuan.campaigns.services.launch import launch_campaign
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.demo.filed import file_inspections
from bihuan.demo.world import Office
from bihuan.jobs.services import run_job
from bihuan.jobs.states import JobState
from bihuan.people.states import Role


def confirm(campaign: Campaign, office: Office, at: datetime) -> None:
    """Accept every waiting item; a metric that nothing counts is left to people's judgement."""
    clerk, known = office.people[Role.CLERK], metric_keys()
    waiting = campaign.items.filter(decision=Decision.PENDING)
    for item in waiting.filter(kind=ItemKind.ANOMALY):
        settle_anomaly(item_id=item.pk, reading=None, by=clerk, at=at, version=item.version)
    bulk_accept(campaign_id=campaign.pk, min_confidence=0, by=clerk, at=at)
    for item in waiting.exclude(kind=ItemKind.ANOMALY):
        data: dict[str, Any] = dict(item.data)
        if data.get("metric_key") not in known:
            data.pop("metric_key", None)
        decide(
            item_id=item.pk, decision=Decision.ACCEPTED, by=clerk, at=at, version=item.version,
            data=data,
        )  # fmt: skip


def launch(campaign: Campaign, office: Office, choices: LaunchChoices, at: datetime) -> None:
    """File what the launch would inspect, launch, do the job's work, set up the leading group."""
    chief = office.people[Role.CHIEF]
    file_inspections(campaign, choices, office, at=at)
    job = launch_campaign(campaign_id=campaign.pk, choices=choices, by=chief, at=at)
    done = run_job(job.pk, clock=lambda: at)
    set_up_group(campaign_id=campaign.pk, by=chief, at=at)
    campaign.refresh_from_db()
    assert done.state == JobState.DONE, done.message
    assert campaign.state == CampaignState.RUNNING, campaign.state
