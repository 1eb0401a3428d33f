"""The life of an amendment, and what is decided in it."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import SYSTEM
from bihuan.people.states import Capability as C


class AmendmentState(TextChoices):
    """修订状态."""

    COMPARING = "comparing", "比对中"
    PENDING = "pending", "待批准"
    APPLYING = "applying", "正在生效"
    IN_FORCE = "in_force", "已生效"
    DISCARDED = "discarded", "已作废"


S = AmendmentState
OPEN = (S.COMPARING, S.PENDING, S.APPLYING)

# fmt: off
AMENDMENT = machine("amendment", AmendmentState, start=S.COMPARING, end=[S.IN_FORCE, S.DISCARDED], steps=[
    step("submit",  S.COMPARING,              S.PENDING,   C.PLAN_CONFIRM, "提请批准", clock="approve"),
    step("return",  S.PENDING,                S.COMPARING, C.PLAN_APPROVE, "退回修改", reason=True, clock="compare"),
    step("approve", S.PENDING,                S.APPLYING,  C.PLAN_APPROVE, "确认修订", not_by="submit", clock="apply"),
    step("apply",   S.APPLYING,               S.IN_FORCE,  SYSTEM,         "修订生效"),
    step("lapse",   S.APPLYING,               S.DISCARDED, SYSTEM,         "行动结束，不再生效", reason=True),
    step("discard", [S.COMPARING, S.PENDING], S.DISCARDED, C.PLAN_CONFIRM, "作废", reason=True),
])
# fmt: on


class ChangeVerb(TextChoices):
    """修订变化: how an item of the revised text stands to what runs."""

    CHANGED = "changed", "改动"
    NEW = "new", "新增"
    GONE = "gone", "删除"


class ChangeDecision(TextChoices):
    """修订取舍: what a person decided about one change."""

    OPEN = "open", "未定"
    ADOPTED = "adopted", "采用"
    EDITED = "edited", "改后采用"
    REFUSED = "refused", "不采用"


class Handling(TextChoices):
    """在办事项: what becomes of loops that are open under something given up."""

    KEEP = "keep", "继续办完"
    END = "end", "随之免除"


TAKEN = (ChangeDecision.ADOPTED, ChangeDecision.EDITED)
"""Decisions under which a change is put into the campaign."""
