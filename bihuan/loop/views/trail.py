"""Public roots of the trail, and the proof of one row for those who verify."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.kernel.errors import NotFound
from bihuan.kernel.sealing import merkle_proof, proof_leads_to
from bihuan.loop.models import DailyRoot, Seal, TrailRow
from bihuan.loop.services.escalation import case_models
from bihuan.loop.services.trail import row_digest
from bihuan.people.models import Area
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

DAYS_SHOWN = 30


@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Show everybody the last seal and the daily roots, so that a copy kept elsewhere can be compared."""
    before = _day(request.GET.get("before", ""))
    found = DailyRoot.objects.all()
    if before is not None:
        found = found.filter(day__lt=before)
    days = list(found.order_by("-day").values_list("day", flat=True).distinct()[: DAYS_SHOWN + 1])
    more = len(days) > DAYS_SHOWN
    days = days[:DAYS_SHOWN]
    rows = list(DailyRoot.objects.filter(day__in=days).order_by("-day", "county"))
    codes = {row.county * 10**6 for row in rows}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    context = {
        "last": Seal.objects.order_by("-number").first(),
        "rows": [(row, names.get(row.county * 10**6, str(row.county))) for row in rows],
        "older": days[-1].isoformat() if more else "",
    }
    return render(request, "loop/roots.html", context)


@needs(Capability.TRAIL_VERIFY)
@require_safe
def proof(request: UserRequest, pk: int) -> HttpResponse:
    """Show that one trail row is as it was written: its hash, the path to the root, the seal."""
    scope = request.user.scope
    if scope is None:
        raise NotFound
    row = (
        TrailRow.objects.filter(pk=pk, area__gte=scope.area.low, area__lte=scope.area.high)
        .select_related("seal")
        .first()
    )
    if row is None:
        raise NotFound
    model = case_models().get(row.case_kind)
    context: dict[str, object] = {
        "row": row,
        "kind": model._meta.verbose_name if model else row.case_kind,
        "is_intact": row_digest(row) == row.row_hash,
        "seal": row.seal,
    }
    if row.seal is not None and row.seal_position is not None:
        hashes = list(row.seal.rows.order_by("seal_position").values_list("row_hash", flat=True))
        path = merkle_proof(hashes, row.seal_position)
        context |= {"path": path, "leads": proof_leads_to(row.row_hash, path, row.seal.root)}
    return render(request, "loop/proof.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
