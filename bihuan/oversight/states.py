"""The life of a bulletin."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.people.states import Capability as C


class BulletinState(TextChoices):
    """通报状态."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待签发"
    ISSUED = "issued", "已签发"
    DISCARDED = "discarded", "已作废"


S = BulletinState

# fmt: off
BULLETIN = machine("bulletin", BulletinState, start=S.DRAFT, end=[S.ISSUED, S.DISCARDED], timeless=[S.DRAFT], steps=[
    step("submit",  S.DRAFT,     S.SUBMITTED, C.BULLETIN_DRAFT, "送签", clock="sign"),
    step("issue",   S.SUBMITTED, S.ISSUED,    C.BULLETIN_ISSUE, "签发", not_by="submit"),
    step("return",  S.SUBMITTED, S.DRAFT,     C.BULLETIN_ISSUE, "退回修改", reason=True),
    step("discard", S.DRAFT,     S.DISCARDED, C.BULLETIN_DRAFT, "作废", reason=True),
])
# fmt: on
