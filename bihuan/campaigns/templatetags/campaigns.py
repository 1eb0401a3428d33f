"""``{% load campaigns %}``: how sentence states look."""

from __future__ import annotations

from django import template

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
