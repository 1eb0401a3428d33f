"""``{% load cascade %}``: how lower plans, receipts and inherited items look."""

from __future__ import annotations

from django import template

from bihuan.campaigns.models import Target
from bihuan.cascade.states import Carrying, ReceiptState, SubPlanState
from bihuan.cascade.tones import CARRYING_TONES, RECEIPT_TONES, SUB_PLAN_TONES
from bihuan.metrics.measure import Measure

register = template.Library()


@register.simple_tag
def sub_plan_tone(state: str) -> str:
    """The tone of a lower plan's state."""
    return SUB_PLAN_TONES[SubPlanState(state)]


@register.simple_tag
def receipt_tone(state: str) -> str:
    """The tone of a receipt's state."""
    return RECEIPT_TONES[ReceiptState(state)]


@register.simple_tag
def carrying_tone(how: Carrying) -> str:
    """The tone of how an item is carried."""
    return CARRYING_TONES[how]


@register.simple_tag
def reaches(taken: Measure, target: Target) -> bool:
    """Whether a number reaches a target."""
    return taken.reaches(target.op, target.value)
