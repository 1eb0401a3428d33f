"""What a campaign's pages and a hazard's dossier show of rounds."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.campaigns.extensions import Tab, campaign_panel, campaign_tab
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import UNLAUNCHED
from bihuan.kernel.areas import range_of
from bihuan.lookback.rules import wilson
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel


@campaign_tab(order=60, need=Capability.HAZARD_VIEW)
def rounds(_request: UserRequest, campaign: Campaign) -> Tab | None:
    """The campaign's rounds of 回头看."""
    if campaign.state in UNLAUNCHED:
        return None
    return Tab("回头看", reverse("lookback:campaign", args=[campaign.pk]))


@campaign_panel("running", order=30, need=Capability.HAZARD_VIEW)
def true_rate(_request: UserRequest, campaign: Campaign) -> Panel | None:
    """Put the true closure rate beside the reported one."""
    if not campaign.lookbacks.exists():
        return None
    context = rates_of(campaign)
    url = reverse("lookback:campaign", args=[campaign.pk])
    return Panel("整改真实性", "lookback/_rates.html", context, url=url, url_label="回头看")


def rates_of(campaign: Campaign) -> dict[str, object]:
    """Return the reported rate, the true one and its interval."""
    where = Where(area=range_of(campaign.area), on=localdate(), campaign=campaign.pk)
    true = measure(metric_of("lookback.true_rate"), where)
    return {
        "reported": measure(metric_of("hazard.closing_rate"), where),
        "true": true,
        "interval": wilson(true.part, true.whole or 0),
    }
