"""The list of ended campaigns, and that of what campaigns handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse

from bihuan.archives.models import Archive, Handover, Summary
from bihuan.archives.states import HANDOVER, HandoverState
from bihuan.archives.tones import HANDOVER_TONES
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.hazards.filters import late_filter
from bihuan.people.states import Capability
from bihuan.web.lists import (
    Action,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    ListPage,
    TextFilter,
)
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone


class ArchiveList(ListPage):
    """Ended campaigns with what is kept of them."""

    title = "已结束的行动"
    unit = "项"
    need = Capability.PLAN_VIEW
    columns = (
        Column(
            "title", "行动", width=40,
            link=lambda row: reverse("archives:ending", args=[row.pk]),
        ),
        Column("organisation.name", "组织单位"),
        Column("launched_on", "下达日期", kind="day", sort="launched_on"),
        Column("ends_on", "计划结束", kind="day", sort="ends_on"),
        Column("summary_number", "总结文号", width=24),
        Column(
            "archived", "归档", kind="state",
            value=lambda row: (Tone.DONE, "已归档") if row.archived else (Tone.SOON, "未归档"),
        ),
        Column("package_digest", "归档摘要", optional=True, width=40),
    )  # fmt: skip
    filters = (
        TextFilter("q", "名称", fields=("title", "document_number")),
        DateRangeFilter("launched", "下达日期", field="launched_on"),
    )
    default_sort = "-launched_on"

    def actions(self, request: UserRequest) -> Sequence[Action]:  # noqa: ARG002
        """Lead to what was handed over."""
        return (Action("移交清单", reverse("archives:handovers"), icon="send"),)

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty("还没有结束的行动", "行动结束后列在这里，可以查看总结、移交和归档包。")

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the ended campaigns in scope."""
        issued = Summary.objects.filter(campaign=OuterRef("pk"), issued__isnull=False)
        packed = Archive.objects.filter(campaign=OuterRef("pk"))
        return (
            Campaign.objects.visible_to(request.user)
            .filter(state=CampaignState.ENDED)
            .select_related("organisation")
            .defer("text", "draft", "outline", "bindings")
            .annotate(
                summary_number=Subquery(issued.values("issued__number")[:1]),
                archived=Subquery(packed.values("pk")[:1]),
                package_digest=Subquery(packed.values("package_digest")[:1]),
            )
        )


class HandoverList(ListPage):
    """What campaigns left open and handed to a body."""

    title = "移交清单"
    unit = "份"
    need = Capability.PLAN_VIEW
    breadcrumbs = (("总结归档", "/archives/"),)
    columns = (
        Column("campaign.title", "行动", width=36, link=True),
        Column("receiver.name", "接收单位", width=24),
        Column("person", "接收人", value=lambda row: row.person.name if row.person else ""),
        Column("lines", "事项", kind="number", value=lambda row: row.line_count),
        Column(
            "state", "状态", kind="state",
            value=lambda row: (HANDOVER_TONES[HandoverState(row.state)], row.state_label),
        ),
        Column(
            "due_on", "接收期限", kind="deadline", sort="due_on",
            value=lambda row: (row.due_on, not row.is_final),
        ),
        Column("created_at", "移交时间", kind="datetime", sort="created_at", optional=True),
    )  # fmt: skip
    filters = (
        TextFilter("q", "行动或单位", fields=("campaign__title", "receiver__name")),
        ChoiceFilter("state", "状态", HandoverState.choices),
        DateRangeFilter("due", "接收期限", field="due_on"),
        late_filter(HANDOVER.end),
    )
    default_sort = "-created_at"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty(
            "没有移交清单", "行动结束前没有办结的事项，在行动的“总结归档”页移交后列在这里。"
        )

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the handovers in scope, with how many things each holds."""
        rows = Handover.objects.visible_to(request.user)
        return rows.select_related("campaign", "receiver", "person").annotate(
            line_count=Count("lines")
        )
