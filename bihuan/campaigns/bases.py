"""依据核对: what a plan rests on, and how each text stands on the plan's day and today."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from bihuan.campaigns.extensions import campaign_panel
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.regulations.articles import Article, articles_at
from bihuan.regulations.citing import Citing, cited_by, words_citing
from bihuan.regulations.mentions import mentions
from bihuan.regulations.models import Regulation
from bihuan.regulations.queries import Known
from bihuan.regulations.rules import Resolution, normal_number, normal_title, number_fault
from bihuan.regulations.states import Standing
from bihuan.regulations.tones import STANDING_TONES
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone
from bihuan.web.workbench import Panel

MOST_PARENTS = 500
PUBLICISE = re.compile(r"宣传|宣贯|普及|普法|宣讲")
_SENTENCE_END = re.compile(r"[。；;\n]")
_AFTER_A_TITLE = re.compile(r"》?\s*(?:[（(][^（）()\n]{2,40}[）)])?\s*的?")
_BROKEN_NUMBER = re.compile(r"》?\s*[（(](?P<number>[^（）()《》。\n]{2,40}?号)[）)]")


@dataclass(frozen=True, slots=True)
class Cited:
    """One text as the plan names it."""

    title: str
    number: str
    issuer: str
    articles: tuple[Article, ...]
    start: int
    end: int
    is_publicised: bool = False

    @property
    def name(self) -> str:
        """How the plan names it."""
        if not self.title:
            return self.number or "《　》"
        is_number = normal_title(self.title) == normal_number(self.number)
        title = self.title if is_number or not self.issuer else f"{self.issuer}{self.title}"
        return f"{title}（{self.number}）" if self.number and not is_number else title


@dataclass(frozen=True, slots=True)
class Basis:
    """One row: the text, how it stood on the plan's day and stands today, the parent plan."""

    cited: Cited
    then: Resolution
    now: Resolution
    parent: Campaign | None = None

    @property
    def tone(self) -> Tone:
        """The worse of then and now decides the colour."""
        is_fine = self.then.standing is Standing.IN_FORCE
        return STANDING_TONES[self.now.standing if is_fine else self.then.standing]

    @property
    def label(self) -> str:
        """The word that goes with the colour; a plan found by its number is a basis as well."""
        if self.parent is not None and self.then.standing is Standing.UNKNOWN:
            return "已链接上级方案"
        is_fine = self.then.standing is Standing.IN_FORCE
        return (self.now if is_fine else self.then).standing.label

    @property
    def url(self) -> str:
        """The page of the text."""
        edition = self.now.edition or self.then.edition
        return f"/regulations/{edition.pk}/" if edition else ""

    @property
    def is_changed(self) -> bool:
        """Whether today's answer is another than that of the plan's day."""
        return self.then.message != self.now.message


def bases_of(campaign: Campaign, user: User, *, today: date) -> list[Basis]:
    """Return what the plan rests on in its own order, each text once per place in the plan.

    Texts that people rejected are left out. Without an issue date the plan's day is today.
    """
    cited = list(_cited(campaign))
    known = Known(user, [(one.title, one.number) for one in cited])
    parents = _parents(campaign, cited, user)
    on = campaign.issued_on or today
    return [
        Basis(
            one, known.resolve(one.title, one.number, on), known.resolve(one.title, one.number, today),
            parents.get(one),
        )
        for one in cited
    ]  # fmt: skip


def _cited(campaign: Campaign) -> Iterator[Cited]:
    items = list(campaign.items.filter(kind=ItemKind.LEGAL_REF).exclude(decision=Decision.REJECTED))
    found = [_of_item(campaign.text, one) for one in items]
    everything = campaign.items.filter(kind=ItemKind.LEGAL_REF)
    taken = [(one.start_char, one.end_char) for one in everything]
    own = normal_number(campaign.document_number)
    for mention in mentions(campaign.text):
        overlaps = any(start < mention.end and mention.start < end for start, end in taken)
        if overlaps or (mention.number and normal_number(mention.number) == own):
            continue
        found.append(
            Cited(mention.title, mention.number, mention.issuer, (), mention.start, mention.end)
        )
    seen: set[tuple[str, str, str, tuple[Article, ...]]] = set()
    for one in sorted(found, key=lambda one: one.start):
        sign = (normal_title(one.title), normal_number(one.number), one.issuer, one.articles)
        if sign == ("", "", "", ()) or sign not in seen:
            seen.add(sign)
            yield one


def _of_item(text: str, item: PlanItem) -> Cited:
    title = str(item.data.get("title") or "")
    number = str(item.data.get("number") or "")
    if not number and (broken := _BROKEN_NUMBER.match(text, item.end_char)):
        number = broken["number"]
    gap = _AFTER_A_TITLE.match(text, item.end_char)
    articles, _ = articles_at(text, gap.end() if gap else item.end_char)
    if not articles:
        articles, _ = articles_at(text, item.end_char)
    sentence = _sentence_before(text, item.start_char)
    return Cited(
        title, number, "", tuple(articles), item.start_char, item.end_char,
        is_publicised=bool(PUBLICISE.search(sentence)),
    )  # fmt: skip


def _sentence_before(text: str, at: int) -> str:
    head = text[max(0, at - 120) : at]
    return _SENTENCE_END.split(head)[-1]


def _parents(campaign: Campaign, cited: Sequence[Cited], user: User) -> dict[Cited, Campaign]:
    """Find the plans whose number or title is cited, also under the likely reading of a number."""
    wanted = {one: _readings(one) for one in cited}
    numbers = {number for readings in wanted.values() for number in readings}
    alike = Q(title__in={one.title for one in cited if one.title})
    for number in numbers:
        if tail := re.search(r"\d+号$", number):
            alike |= Q(document_number__endswith=tail[0])
    rows = (
        Campaign.objects.visible_to(user)
        .filter(alike)
        .exclude(pk=campaign.pk)
        .exclude(state=CampaignState.DISCARDED)
        .only("pk", "title", "document_number", "state")
        .order_by("pk")[:MOST_PARENTS]
    )
    by_number: dict[str, Campaign] = {}
    by_title: dict[str, Campaign] = {}
    for row in rows:
        if row.document_number:
            by_number[normal_number(row.document_number)] = row
        by_title[normal_title(row.title)] = row
    found = {}
    for one, readings in wanted.items():
        parent = next((by_number[number] for number in readings if number in by_number), None)
        parent = parent or by_title.get(normal_title(one.title))
        if parent is not None:
            found[one] = parent
    return found


def _readings(one: Cited) -> list[str]:
    if not one.number:
        return []
    fault = number_fault(one.number)
    likely = fault.suggestion if fault else ""
    return [number for number in (normal_number(one.number), normal_number(likely)) if number]


@campaign_panel("draft", order=20, need=Capability.PLAN_VIEW)
def bases(request: UserRequest, campaign: Campaign) -> Panel | None:
    """The panel beside the items that are being checked."""
    today = localdate()
    found = bases_of(campaign, request.user, today=today)
    if not found:
        return None
    context = {
        "bases": found, "campaign": campaign, "today": today,
        "wrong": sum(1 for one in found if one.tone is Tone.OVERDUE),
    }  # fmt: skip
    return Panel("依据核对", "campaigns/_bases.html", context)


@cited_by("方案", order=20, need=Capability.PLAN_VIEW)
def plans(user: User, regulation: Regulation, limit: int) -> list[Citing]:
    """Find the plans that name a text as their basis."""
    rows = (
        Campaign.objects.visible_to(user)
        .exclude(state=CampaignState.DISCARDED)
        .filter(
            pk__in=PlanItem.objects.filter(
                words_citing(regulation, "quote"), kind=ItemKind.LEGAL_REF
            )
            .exclude(decision=Decision.REJECTED)
            .values("campaign")
        )
        .order_by("-pk")
    )
    return [Citing(one.title, one.get_absolute_url(), hint=one.state_label) for one in rows[:limit]]
