"""``{% load feasibility %}``: how verdicts look."""

from __future__ import annotations

from django import template

from bihuan.campaigns.rules import HOLDERS
from bihuan.feasibility.states import Verdict
from bihuan.feasibility.tones import VERDICT_TONES

register = template.Library()


@register.simple_tag
def verdict_tone(verdict: str) -> str:
    """The tone of ``web/_state.html`` for a verdict."""
    return VERDICT_TONES[Verdict(verdict)]


@register.simple_tag
def verdict_word(verdict: str) -> str:
    """The word for a verdict."""
    return Verdict(verdict).label


@register.filter
def role_name(role: str) -> str:
    """The name of the people in a pool."""
    return HOLDERS[role]
