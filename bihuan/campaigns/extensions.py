"""What higher domains add to the pages of a campaign: tabs and panels.

::

    @campaign_tab(order=40, need=Capability.PLAN_VIEW)
    def levels(request: UserRequest, campaign: Campaign) -> Tab | None:
        return Tab("上下分解", reverse("cascade:levels", args=[campaign.pk]))

    @campaign_panel("launch", order=10)
    def feasibility(request: UserRequest, campaign: Campaign) -> Panel | None:
        return Panel("能不能完成", "feasibility/_summary.html", {...}, url=...)

    @sentence_panel(order=10, need=Capability.PLAN_VIEW)
    def below(request: UserRequest, campaign: Campaign, sentence: LiveSentence) -> Panel | None:
        return Panel("下级落实", "cascade/_sentence.html", {...})

What returns nothing is left out for that person and that campaign. ``draft`` is the checking of
the items, ``launch`` the page before the launch, ``running`` the living document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bihuan.campaigns.living import LiveSentence
from bihuan.campaigns.models import Campaign
from bihuan.web.need import Need, permits
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel

Place = Literal["draft", "launch", "running"]


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of a campaign; ``count`` is shown beside the label."""

    label: str
    url: str
    count: int | None = None


TabMaker = Callable[[UserRequest, Campaign], Tab | None]
PanelMaker = Callable[[UserRequest, Campaign], Panel | None]
SentenceMaker = Callable[[UserRequest, Campaign, LiveSentence], Panel | None]


@dataclass(frozen=True, slots=True)
class _Tab:
    order: int
    need: Need
    make: TabMaker


@dataclass(frozen=True, slots=True)
class _Panel:
    place: Place
    order: int
    need: Need
    make: PanelMaker


@dataclass(frozen=True, slots=True)
class _SentencePanel:
    order: int
    need: Need
    make: SentenceMaker


_tabs: dict[str, _Tab] = {}
_panels: dict[str, _Panel] = {}
_sentence_panels: dict[str, _SentencePanel] = {}


def campaign_tab(*, order: int, need: Need = None) -> Callable[[TabMaker], TabMaker]:
    """Register the decorated function as a tab of every campaign."""

    def register(make: TabMaker) -> TabMaker:
        _tabs[f"{make.__module__}.{make.__qualname__}"] = _Tab(order, need, make)
        return make

    return register


def campaign_panel(
    place: Place, *, order: int, need: Need = None
) -> Callable[[PanelMaker], PanelMaker]:
    """Register the decorated function as a panel of one of a campaign's pages."""

    def register(make: PanelMaker) -> PanelMaker:
        _panels[f"{make.__module__}.{make.__qualname__}"] = _Panel(place, order, need, make)
        return make

    return register


def sentence_panel(*, order: int, need: Need = None) -> Callable[[SentenceMaker], SentenceMaker]:
    """Register the decorated function as a section of the panel beside a sentence."""

    def register(make: SentenceMaker) -> SentenceMaker:
        name = f"{make.__module__}.{make.__qualname__}"
        _sentence_panels[name] = _SentencePanel(order, need, make)
        return make

    return register


def sections_of(request: UserRequest, campaign: Campaign, sentence: LiveSentence) -> list[Panel]:
    """Return the sections this person sees beside a sentence of the living document, in order."""
    ordered = sorted(_sentence_panels.values(), key=lambda one: one.order)
    made = [
        one.make(request, campaign, sentence) for one in ordered if permits(request.user, one.need)
    ]
    return [panel for panel in made if panel is not None]


def tabs_of(request: UserRequest, campaign: Campaign) -> list[Tab]:
    """Return the tabs this person sees of a campaign, in order."""
    ordered = sorted(_tabs.values(), key=lambda one: one.order)
    made = [one.make(request, campaign) for one in ordered if permits(request.user, one.need)]
    return [tab for tab in made if tab is not None]


def panels_at(place: Place, request: UserRequest, campaign: Campaign) -> list[Panel]:
    """Return the panels this person sees at a place of a campaign, in order."""
    here = sorted(
        (one for one in _panels.values() if one.place == place), key=lambda one: one.order
    )
    made = [one.make(request, campaign) for one in here if permits(request.user, one.need)]
    return [panel for panel in made if panel is not None]
