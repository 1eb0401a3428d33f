"""Search the library: by words, and by what plans ask for."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bihuan.campaigns.items import SECTORS, summary
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import ItemKind
from bihuan.kernel.areas import level_of
from bihuan.library.forms import FactForm, SearchForm
from bihuan.library.models import LibraryEntry
from bihuan.library.queries import MOST_PAGES, PAGE, found
from bihuan.library.queries import facts as facts_in
from bihuan.library.snippets import Snippet, snippets
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest

SENTENCES = 3
MOST_FACTS = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One plan found, with the sentences that hold the words."""

    campaign: Campaign
    year: int | None
    level: str
    sectors: str
    snippets: list[Snippet]


def tabs(current: str) -> list[tuple[str, str, bool, None]]:
    """Return the library's pages."""
    pages = (("search", "全文检索"), ("facts", "按要素查找"), ("templates", "方案模板"))
    return [(label, reverse(f"library:{name}"), name == current, None) for name, label in pages]


@needs(Capability.PLAN_VIEW)
@require_safe
def search(request: UserRequest) -> HttpResponse:
    """Show the plans with the words typed, or all of them, the newest first."""
    form = SearchForm(request.GET, user=request.user)
    form.is_valid()
    asked = form.asked()
    rows = found(request.user, asked).select_related("campaign__organisation")
    # the folded copy is only searched; the words as written are shown
    rows = rows.defer("folded", "campaign__draft", "campaign__outline", "campaign__bindings")
    pages = Paginator(rows[: PAGE * MOST_PAGES], PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "hits": [_hit(entry, asked.words) for entry in page.object_list],
        "words": asked.words,
        "capped": pages.count == PAGE * MOST_PAGES,
        "tabs": tabs("search"),
    }
    return render(request, "library/search.html", context)


def _hit(entry: LibraryEntry, words: tuple[str, ...]) -> Hit:
    campaign = entry.campaign
    return Hit(
        campaign,
        entry.year,
        level_of(entry.area).label,
        "、".join(SECTORS.get(one, one) for one in entry.sectors.split(",") if one),
        snippets(campaign.text, words, most=SENTENCES) if words else [],
    )


@needs(Capability.PLAN_VIEW)
@require_safe
def facts(request: UserRequest) -> HttpResponse:
    """Show the targets, deliverables, duties, tasks or check items that plans ask for."""
    form = FactForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    kind = given.get("kind") or ItemKind.TARGET.value
    month = int(given["month"]) if given.get("month") else None
    items = facts_in(
        request.user, kind=kind, metric=given.get("metric", ""), words=given.get("q", ""),
        month=month,
    )[: MOST_FACTS + 1]  # fmt: skip
    rows = list(items)
    context = {
        "form": form,
        "rows": [(row, summary(row.kind, row.data)) for row in rows[:MOST_FACTS]],
        "more": len(rows) > MOST_FACTS,
        "most": MOST_FACTS,
        "tabs": tabs("facts"),
    }
    return render(request, "library/facts.html", context)
