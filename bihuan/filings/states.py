"""The life of the filing of a campaign's inspections."""

from __future__ import annotations

from django.db.models import TextChoices

from bihuan.kernel.machines import machine, step
from bihuan.loop.states import EvidenceKind as E
from bihuan.people.states import Capability as C


class FilingState(TextChoices):
    """检查备案状态."""

    DRAFT = "draft", "编制中"
    SUBMITTED = "submitted", "待批准"
    APPROVED = "approved", "已批准"
    FILED = "filed", "已备案"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤销"


S = FilingState
BEFORE_PUBLICATION = (S.DRAFT, S.SUBMITTED, S.APPROVED, S.FILED)

# fmt: off
FILING = machine("inspection_filing", FilingState, start=S.DRAFT, end=[S.PUBLISHED, S.WITHDRAWN], steps=[
    step("submit",   S.DRAFT,     S.SUBMITTED, C.PLAN_CONFIRM,  "报请批准", keeps_clock=True),
    step("return",   S.SUBMITTED, S.DRAFT,     C.BULLETIN_ISSUE, "退回", reason=True, not_by="submit", keeps_clock=True),
    step("approve",  S.SUBMITTED, S.APPROVED,  C.BULLETIN_ISSUE, "登记批准", needs=E.ATTACHMENT, not_by="submit", keeps_clock=True),
    step("file",     S.APPROVED,  S.FILED,     C.PLAN_CONFIRM,  "登记备案", needs=E.ATTACHMENT, keeps_clock=True),
    step("publish",  S.FILED,     S.PUBLISHED, C.PLAN_LAUNCH,   "公布"),
    step("withdraw", BEFORE_PUBLICATION, S.WITHDRAWN, C.PLAN_LAUNCH, "撤销", reason=True),
])
# fmt: on
