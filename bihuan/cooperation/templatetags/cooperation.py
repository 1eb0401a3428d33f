"""``{% load cooperation %}``: how a case between bodies looks."""

from __future__ import annotations

from datetime import date

from django import template

from bihuan.cooperation.tones import tone_of
from bihuan.loop.models import Case
from bihuan.web.tones import Tone

register = template.Library()


@register.simple_tag
def case_tone(case: Case, today: date) -> tuple[Tone, str]:
    """The state as (tone, word)."""
    return tone_of(case, on=today)
