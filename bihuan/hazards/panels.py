"""What hazards put into the shell: menu, phone tab, search, the workbench's major hazards."""

from __future__ import annotations

from urllib.parse import urlencode

from bihuan.enterprises.dossier import dossier_panel
from bihuan.enterprises.models import Enterprise
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import open_major
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web import menu
from bihuan.web.requests import UserRequest
from bihuan.web.search import Result, searcher
from bihuan.web.workbench import Panel, panel

SHOWN = 5

menu.add("双重预防", "隐患台账", "hazards:list", icon="alert-triangle", need=Capability.HAZARD_VIEW,
         order=20)  # fmt: skip
menu.add_tab("隐患", "hazards:list", icon="alert-triangle", need=Capability.HAZARD_VIEW, order=30)


@searcher("隐患", order=20, need=Capability.HAZARD_VIEW)
def hazards(request: UserRequest, words: str, limit: int) -> list[Result]:
    """Find hazards by their description."""
    rows = Hazard.objects.visible_to(request.user).filter(summary__icontains=words)
    found = rows.select_related("enterprise").order_by("-found_on", "-id")[:limit]
    return [Result(str(one), one.get_absolute_url(), hint=one.enterprise.name) for one in found]


def _of_the_government(user: User) -> bool:
    is_enterprise = user.scope is not None and user.scope.enterprise_id is not None
    return user.can(Capability.HAZARD_VIEW) and not is_enterprise


@panel(order=30, column="right", need=_of_the_government)
def major_hazards(request: UserRequest) -> Panel | None:
    """Open major hazards in the person's area, those the enterprises reported included."""
    rows = list(open_major(request.user)[: SHOWN + 1])
    if not rows:
        return None
    return Panel(
        "未销号的重大隐患", "hazards/_major.html", {"hazards": rows[:SHOWN]},
        url="/hazards/?level=major&sort=due_on",
    )  # fmt: skip


@dossier_panel(order=20, need=Capability.HAZARD_VIEW)
def of_enterprise(request: UserRequest, enterprise: Enterprise) -> Panel:
    """The enterprise's open hazards, soonest first."""
    rows = Hazard.objects.visible_to(request.user).filter(enterprise=enterprise)
    shown = rows.open().select_related("enterprise").order_by("due_on", "id")[:SHOWN]
    context = {"hazards": list(shown), "open": rows.open().count(), "all": rows.count()}
    return Panel(
        "隐患", "hazards/_of_enterprise.html", context,
        url=f"/hazards/?{urlencode({'q': enterprise.name})}",
    )  # fmt: skip
