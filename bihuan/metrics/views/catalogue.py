"""Every number there is, with its definition and its value for the person's area."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from bihuan.kernel.errors import NotFound
from bihuan.metrics.measure import measure
from bihuan.metrics.questions import span_text, usual_where
from bihuan.metrics.registry import all_metrics
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.METRIC_VIEW)
@require_safe
def catalogue(request: UserRequest) -> HttpResponse:
    """List the metrics."""
    scope = request.user.scope
    if scope is None:
        raise NotFound
    on = localdate()
    rows = []
    for item in all_metrics():
        taken = measure(item, usual_where(item, scope.area, on=on))
        rows.append({"metric": item, "measure": taken, "span": span_text(taken.where)})
    return render(request, "metrics/catalogue.html", {"rows": rows, "on": on})
