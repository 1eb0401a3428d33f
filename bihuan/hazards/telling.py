"""Who hears of a major hazard that an enterprise found itself: the office that supervises it.

Runs inside the announcer's transaction: database only.
"""

from __future__ import annotations

from bihuan.hazards.events import MajorHazardReported
from bihuan.kernel.chinese import date_text
from bihuan.kernel.events import subscribe
from bihuan.notifications.queries import holders_in
from bihuan.notifications.services import notify
from bihuan.notifications.states import MessageKind
from bihuan.people.states import Role

TOLD = (Role.CHIEF, Role.INSPECTOR, Role.LEADER)


@subscribe(MajorHazardReported)
def tell_the_supervisor(event: MajorHazardReported) -> None:
    """Tell the supervising office's chief, leaders and inspectors, once."""
    hazard = event.hazard
    due = f"整改期限 {date_text(hazard.due_on)}。" if hazard.due_on else ""
    notify(
        holders_in(hazard.enterprise.supervisor_id, roles=TOLD), kind=MessageKind.NOTICE,
        title=f"企业报告重大隐患：{hazard.enterprise} {hazard.summary}",
        body=f"企业自查发现并已制定治理方案，{due}整改完成后由贵单位复查销号。",
        url=hazard.get_absolute_url(), key=f"major_hazard:{hazard.pk}", at=event.at,
    )  # fmt: skip
