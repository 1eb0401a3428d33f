"""Two plans beside each other."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from bihuan.kernel.errors import NotFound
from bihuan.library.comparing import candidates
from bihuan.library.comparing import compare as compared
from bihuan.library.services.indexing import year_of
from bihuan.library.views.finding import plan_for
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_VIEW)
@require_safe
def compare(request: UserRequest, pk: int) -> HttpResponse:
    """Show how the plan differs from an older one: last year's, or the one of ``?with=``."""
    newer = plan_for(request, pk)
    others = candidates(request.user, newer)
    asked = request.GET.get("with", "")
    older = None
    if asked:
        if not asked.isdecimal() or len(asked) > 12:  # noqa: PLR2004 - digits of a key
            raise NotFound
        older = plan_for(request, int(asked))
    elif others:
        older = plan_for(request, others[0].pk)
    everything = request.GET.get("all") == "1"
    context = {
        "newer": newer,
        "newer_year": year_of(newer),
        "older": older,
        "older_year": year_of(older) if older else None,
        "others": others,
        "everything": everything,
        "comparison": compared(older, newer, on=localdate(), everything=everything, by=request.user)
        if older
        else None,
    }
    return render(request, "library/compare.html", context)
