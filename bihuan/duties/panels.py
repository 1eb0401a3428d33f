"""本期履职: what the signed-in official still owes in the periods that run now."""

from __future__ import annotations

from django.utils.timezone import localdate

from bihuan.duties.queries import duties_of, tone_of
from bihuan.duties.states import DutyState
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone
from bihuan.web.workbench import Panel, panel

SHOWN = 6


def _performs(user: User) -> bool:
    """Enterprises have their own 「本周要做」."""
    is_enterprise = user.scope is not None and user.scope.enterprise_id is not None
    return user.can(Capability.DUTY_PERFORM) and not is_enterprise


@panel(order=15, column="left", need=_performs)
def my_duties(request: UserRequest) -> Panel | None:
    """The person's duties of the running periods, each with how far it is."""
    on = localdate()
    running = duties_of(request.user).filter(period_start__lte=on, period_end__gte=on)
    rows = [one for one in running.order_by("period_end", "id") if one.state != DutyState.EXCUSED]
    if not rows:
        return None
    left = sum(max(0, one.required - one.done) for one in rows)
    lines = []
    for one in sorted(rows, key=lambda one: (one.is_final, one.period_end)):
        tone, _ = tone_of(one, on=on)
        lines.append(
            {"duty": one, "share": min(1.0, one.done / one.required) if one.required else 1.0,
             "tone": Tone.DOING if tone is Tone.TODO else tone,
             "text": f"{one.done}/{one.required} 次"}
        )  # fmt: skip
    context = {"lines": lines[:SHOWN], "more": len(lines) - SHOWN, "left": left}
    title = f"本期履职 还差 {left} 次" if left else "本期履职 已全部完成"
    return Panel(title, "duties/_mine.html", context, url="/duties/mine/")
