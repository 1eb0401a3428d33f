"""The workbench, the search results, the signed-in person's page, the components' gallery."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from bihuan.kernel import chinese
from bihuan.people.states import Capability
from bihuan.web import samples, search
from bihuan.web import workbench as panels
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

SHORTEST_WORDS = 2


@login_required
@require_safe
def workbench(request: UserRequest) -> HttpResponse:
    """Show what the signed-in person must do first, as panels of the domains."""
    today = localdate()
    context = {
        "columns": panels.panels_for(request),
        "today_text": chinese.day_text(today, today=today),
    }
    return render(request, "web/workbench.html", context)


@login_required
@require_safe
def search_page(request: UserRequest) -> HttpResponse:
    """Show what the domains found for ``q``, grouped."""
    words = request.GET.get("q", "").strip()
    is_short = len(words) < SHORTEST_WORDS
    groups = [] if is_short else search.search(request, words)
    context = {
        "search_words": words,
        "is_short": is_short,
        "groups": groups,
        "searched": search.labels_for(request),
    }
    return render(request, "web/search.html", context)


@login_required
@require_safe
def me(request: UserRequest) -> HttpResponse:
    """Show who is signed in and let them sign out; the phone's 「我的」."""
    return render(request, "web/me.html")


@needs(Capability.PEOPLE_MANAGE)
@require_safe
def gallery(request: UserRequest) -> HttpResponse:
    """Show every component with the lines that make it, to administrators."""
    return render(request, "web/gallery.html", {"groups": samples.groups(today=localdate())})
