"""What stands on the confirmation page where a model server is set."""

from __future__ import annotations

from bihuan.campaigns.extensions import campaign_panel
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.origins import PROPOSED_RULE
from bihuan.campaigns.states import CampaignState, Decision
from bihuan.jobs.models import Job
from bihuan.people.states import Capability
from bihuan.proposals.client import is_configured
from bihuan.proposals.services import JOB
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel


@campaign_panel("draft", order=90, need=Capability.PLAN_CONFIRM)
def proposals(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """Offer the reading by the model, or show how far it is."""
    if not is_configured() or campaign.state != CampaignState.DRAFT:
        return None
    waiting = campaign.items.filter(rule=PROPOSED_RULE, decision=Decision.PENDING).count()
    job = Job.objects.filter(kind=JOB, payload__campaign=campaign.pk).order_by("-pk").first()
    return Panel(
        "模型建议",
        "proposals/_panel.html",
        {"campaign": campaign, "waiting": waiting, "job": job},
    )
