"""Every version of a plan, readable, and any two side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bihuan.amendments.comparison import WORDS
from bihuan.amendments.models import PlanVersion
from bihuan.amendments.queries import versions_of
from bihuan.amendments.rules.alignment import Pairing, align
from bihuan.amendments.rules.marking import Mark, marks
from bihuan.campaigns import items as kinds
from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import UNLAUNCHED, ItemKind
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@dataclass(frozen=True, slots=True)
class Line:
    """One pair of sentences of two versions."""

    tone: str
    word: str
    marks: list[Mark]
    is_quiet: bool


@needs(Capability.PLAN_VIEW)
@require_GET
def version(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show one version's text with what was changed in it, and its items."""
    campaign = campaign_or_404(request.user, pk, without=UNLAUNCHED)
    found = versions_of(campaign).filter(number=number).first()
    if found is None:
        raise Http404
    sentences = [
        (found.text[row[0] : row[1]], row[2] == "heading", row[4] if len(row) > 4 else "")  # noqa: PLR2004
        for row in found.outline
    ]
    items = [
        (ItemKind(one["kind"]).label, kinds.summary(one["kind"], one["data"]))
        for one in found.items if one["kind"] != ItemKind.ANOMALY
    ]  # fmt: skip
    context = {"campaign": campaign, "version": found, "sentences": sentences, "items": items}
    return render(request, "amendments/version.html", context)


@needs(Capability.PLAN_VIEW)
@require_GET
def compare(request: UserRequest, pk: int) -> HttpResponse:
    """Show two versions against each other: ``?a=1&b=2``; by default the first and the last."""
    campaign = campaign_or_404(request.user, pk, without=UNLAUNCHED)
    versions = {one.number: one for one in versions_of(campaign)}
    if not versions:
        raise Http404
    before = versions.get(_number(request, "a")) or versions[min(versions)]
    after = versions.get(_number(request, "b")) or versions[max(versions)]
    lines = _lines(before, after)
    context = {
        "campaign": campaign, "versions": list(versions.values()), "before": before, "after": after,
        "lines": lines, "differing": sum(not line.is_quiet for line in lines),
    }  # fmt: skip
    return render(request, "amendments/versions.html", context)


def _number(request: UserRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 6 else 0  # noqa: PLR2004


def _lines(before: PlanVersion, after: PlanVersion) -> list[Line]:
    old = [before.text[row[0] : row[1]] for row in before.outline]
    new = [after.text[row[0] : row[1]] for row in after.outline]
    told = []
    for pair in align(old, new):
        was = "".join(old[place] for place in pair.old)
        now = "".join(new[place] for place in pair.new)
        tone, word = WORDS[pair.pairing]
        is_kept = pair.pairing is Pairing.KEPT
        shown = [Mark("same", now)] if is_kept else marks(was, now)
        told.append(
            Line(tone, f"{word}、移动" if pair.moved else word, shown, is_kept and not pair.moved)
        )
    return told
