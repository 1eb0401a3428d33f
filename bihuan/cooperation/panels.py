"""What cooperation puts into the shell and onto a campaign's page."""

from __future__ import annotations

from django.utils.timezone import localdate

from bihuan.campaigns.extensions import campaign_panel
from bihuan.campaigns.models import Campaign
from bihuan.cooperation.models import JointAction
from bihuan.cooperation.tones import tone_of
from bihuan.people.states import Capability as C
from bihuan.web import menu
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel

SHOWN = 5

menu.add("部门协同", "线索移送", "cooperation:list", "send", C.COOPERATION_VIEW, order=10)
menu.add("部门协同", "联席会议", "cooperation:meetings", "users", C.COOPERATION_VIEW, order=20)
menu.add("部门协同", "联合行动", "cooperation:actions", "users-group", C.COOPERATION_VIEW, order=30)
menu.add("部门协同", "协同任务", "cooperation:tasks", "list-check", C.COOPERATION_VIEW, order=40)
menu.add(
    "部门协同",
    "合作机构",
    "cooperation:institutes",
    "building-community",
    C.COOPERATION_VIEW,
    order=50,
)


@campaign_panel("running", order=70, need=C.COOPERATION_VIEW)
def joint_actions(request: UserRequest, campaign: Campaign) -> Panel | None:
    """The joint actions that belong to a campaign."""
    rows = JointAction.objects.visible_to(request.user).filter(campaign=campaign)
    found = list(rows.select_related("lead")[: SHOWN + 1])
    if not found:
        return None
    today = localdate()
    context: dict[str, object] = {
        "actions": [(one, *tone_of(one, on=today)) for one in found[:SHOWN]]
    }
    return Panel("联合行动", "cooperation/_actions.html", context, url="/cooperation/actions/")
