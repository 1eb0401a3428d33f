"""履职总览: who stands how with which duty."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from bihuan.duties.models import Duty
from bihuan.duties.queries import matrix, with_holders
from bihuan.duties.states import HolderKind
from bihuan.kernel.periods import Recurrence, following, period_of, previous
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

MOST_CELLS = 2_000


@needs(Capability.DUTY_VIEW)
@require_safe
def matrix_page(request: UserRequest) -> HttpResponse:
    """Show holders × duties for the periods that lie around ``on``, the worst holder first."""
    if request.user.scope is None or request.user.scope.enterprise_id is not None:
        raise PermissionDenied
    today = localdate()
    on = _day(request.GET.get("on", "")) or today
    who = request.GET.get("who", HolderKind.POST)
    rows = with_holders(Duty.objects.visible_to(request.user)).filter(
        period_start__lte=on, period_start__gt=on - timedelta(days=366), period_end__gte=on,
        post__isnull=who != HolderKind.POST,
    )  # fmt: skip
    found = list(rows.order_by("rule__title", "rule_id", "id")[: MOST_CELLS + 1])
    shown = matrix(found[:MOST_CELLS], on=min(on, today) if on < today else today)
    month = period_of(on, Recurrence.MONTH)
    context = {
        "matrix": shown, "on": on, "who": who, "month": month,
        "earlier": previous(month, Recurrence.MONTH).end,
        "later": following(month, Recurrence.MONTH).start,
        "done": shown.count(Tone.DONE), "late": shown.count(Tone.OVERDUE),
        "running": shown.count(Tone.TODO, Tone.DOING, Tone.SOON),
        "total": len(shown.cells), "is_cut": len(found) > MOST_CELLS,
    }  # fmt: skip
    return render(request, "duties/matrix.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
