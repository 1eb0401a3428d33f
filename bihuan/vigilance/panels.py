"""The sensitive period of the day, on the workbench and above a campaign's living document."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.timezone import localdate

from bihuan.campaigns.extensions import campaign_panel
from bihuan.campaigns.models import Campaign
from bihuan.people.states import Capability
from bihuan.vigilance.models import SensitivePeriod
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel

AHEAD = timedelta(days=7)


def _near(request: UserRequest, today: date) -> list[SensitivePeriod]:
    rows = SensitivePeriod.objects.visible_to(request.user).filter(
        starts_on__lte=today + AHEAD, ends_on__gte=today, cancelled_on__isnull=True
    )
    return list(rows.prefetch_related("raised").order_by("starts_on", "pk"))


@panel(order=5, column="right", need=Capability.DUTY_VIEW)
def on_the_workbench(request: UserRequest) -> Panel | None:
    """Say which sensitive period is on or comes within a week."""
    today = localdate()
    periods = _near(request, today)
    if not periods:
        return None
    context: dict[str, object] = {"periods": periods, "today": today}
    return Panel("敏感时期", "vigilance/_near.html", context, url="/vigilance/")


@campaign_panel("running", order=5, need=Capability.DUTY_VIEW)
def on_a_campaign(request: UserRequest, _campaign: Campaign) -> Panel | None:
    """The same above a campaign that runs in it."""
    return on_the_workbench(request)
