"""The workbench, the search results, the signed-in person's page, the components' gallery."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from bihuan.kernel import chinese
from bihuan.people.queries import area_names
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
    """Show who is signed in, with which posts and for which places; the phone's 「我的」."""
    user = request.user
    posts = [post for post in user.posts.select_related("organisation") if post.until is None]
    duties = list(user.assignments.current(on=localdate()).order_by("kind", "area"))
    codes = {code for one in posts if (code := one.area or one.organisation.area)}
    names = area_names({*codes, *(one.area for one in duties)}, full=True)
    context = {
        "posts": [(post, names.get(post.area or post.organisation.area, "")) for post in posts],
        "assignments": [(one, names.get(one.area, "")) for one in duties],
        "is_enterprise": user.scope is not None and user.scope.enterprise_id is not None,
        "abilities": [str(item.label) for item in Capability if user.can(item)],
    }
    return render(request, "web/me.html", context)


@needs(Capability.PEOPLE_MANAGE)
@require_safe
def gallery(request: UserRequest) -> HttpResponse:
    """Show every component with the lines that make it, to administrators."""
    return render(request, "web/gallery.html", {"groups": samples.groups(today=localdate())})
