"""``{% load campaigns %}``: how sentence states look; the tabs and panels of a campaign's pages."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import resolve

from bihuan.campaigns import extensions
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import DeliverableState, SentenceState
from bihuan.campaigns.tones import DELIVERABLE_TONES, SENTENCE_TONES

register = template.Library()


@register.simple_tag
def tone_of(state: SentenceState) -> str:
    """The tone of ``web/_state.html`` for a sentence's state."""
    return SENTENCE_TONES[state]


@register.simple_tag
def deliverable_tone(state: str) -> str:
    """The tone of a deliverable's state."""
    return DELIVERABLE_TONES[DeliverableState(state)]


@register.simple_tag(takes_context=True)
def campaign_tabs(context: template.Context, campaign: Campaign) -> str:
    """The tabs of a campaign; the page being shown is marked, or the one it belongs to."""
    request = context["request"]
    found = extensions.tabs_of(request, campaign)
    here = _tab_of(request, found)
    tabs = [(tab.label, tab.url, tab is here, tab.count) for tab in found]
    return get_template("web/_tabs.html").render({"tabs": tabs, "label": "行动各页"}, request)


def _tab_of(request: HttpRequest, tabs: list[extensions.Tab]) -> extensions.Tab | None:
    """Return the tab of the page; a record's page belongs to the tab of the same package."""
    for tab in tabs:
        if tab.url == request.path:
            return tab
    match = request.resolver_match
    package = match.namespace if match else ""
    same = [tab for tab in tabs if resolve(tab.url).namespace == package]
    return same[0] if len(same) == 1 else None


@register.simple_tag(takes_context=True)
def campaign_origin(context: template.Context, campaign: Campaign) -> str:
    """Where a campaign comes from; the one it carries on only to those who may see it."""
    request = context["request"]
    follows = (
        Campaign.objects.visible_to(request.user).filter(pk=campaign.follows_id).first()
        if campaign.follows_id
        else None
    )
    shown = {"campaign": campaign, "follows": follows}
    return get_template("campaigns/_origin.html").render(shown, request)


@register.simple_tag(takes_context=True)
def campaign_panels(context: template.Context, place: extensions.Place, campaign: Campaign) -> str:
    """The panels that higher domains show at a place of a campaign's pages."""
    request = context["request"]
    panels = extensions.panels_at(place, request, campaign)
    return get_template("campaigns/_panels.html").render({"panels": panels}, request)
