"""Lists behind a campaign's figures: enterprises taken in, and what their checks found."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from bihuan.campaigns.models import Deliverable
from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.relatives import failed_answers, participations_of, same_check_items
from bihuan.campaigns.states import DELIVERABLE, DeliverableState
from bihuan.campaigns.tones import DELIVERABLE_TONES
from bihuan.hazards.filters import late_filter
from bihuan.people.states import Capability
from bihuan.reference.sectors import sector_name
from bihuan.web.lists import ChoiceFilter, Column, DateRangeFilter, Empty, ListPage, TextFilter
from bihuan.web.lists.areas import area_filter
from bihuan.web.requests import UserRequest


class ParticipantList(ListPage):
    """The enterprises a launch took in."""

    title = "纳入企业"
    template = "campaigns/listed.html"
    need = Capability.PLAN_VIEW
    columns = (
        Column(
            "enterprise.name", "企业", link=lambda row: row.enterprise.get_absolute_url(), width=28
        ),
        Column("enterprise.sector", "行业", value=lambda row: sector_name(row.enterprise.sector)),
        Column("enterprise.employees", "从业人数", kind="number"),
        Column("included_at", "纳入时间", kind="datetime", sort="included_at"),
        Column("left_on", "退出日期", kind="day"),
    )
    filters = (TextFilter("q", "企业名称", fields=("enterprise__name",)), area_filter())
    default_sort = "included_at"

    def more(self, request: UserRequest) -> dict[str, Any]:
        """Name the campaign, whose tabs stand above the list."""
        return {"campaign": campaign_or_404(request.user, self.kwargs["pk"])}

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty("没有纳入的企业", "行动下达后，符合范围的在业企业会列在这里。")

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the campaign's participations in the user's area."""
        campaign = campaign_or_404(request.user, self.kwargs["pk"])
        scope = request.user.scope
        assert scope is not None, "campaign_or_404 found a scope"
        rows = participations_of(campaign)
        return rows.filter(area__gte=scope.area.low, area__lte=scope.area.high).select_related(
            "enterprise"
        )


def _check_items(request: UserRequest) -> list[tuple[int, str]]:
    """Return the items of the campaign's checklist, in its order."""
    assert request.resolver_match is not None, "a view is being answered"
    campaign = campaign_or_404(request.user, request.resolver_match.kwargs["pk"])
    if campaign.checklist is None:
        return []
    rows = campaign.checklist.items.order_by("number").values_list("pk", "number", "text")
    return [(pk, f"{number}. {text[:24]}") for pk, number, text in rows]


def _of_item(rows: QuerySet[Any], value: str, request: UserRequest) -> QuerySet[Any]:
    """Keep the answers to one item, under whatever list it was asked in the plan chain."""
    assert request.resolver_match is not None, "a view is being answered"
    campaign = campaign_or_404(request.user, request.resolver_match.kwargs["pk"])
    return rows.filter(item_id__in=same_check_items(campaign, int(value)))


class FindingList(ListPage):
    """Failed answers of the campaign's submitted self-checks, one item or all."""

    title = "不符合项"
    template = "campaigns/listed.html"
    need = Capability.SELF_CHECK_VIEW
    columns = (
        Column("item.text", "检查内容", width=40),
        Column(
            "enterprise", "企业", value=lambda row: row.self_check.enterprise.name,
            link=lambda row: row.self_check.get_absolute_url(), width=28,
        ),
        Column("note", "情况", width=30),
        Column("answered_at", "填写时间", kind="datetime", sort="answered_at"),
        Column(
            "hazard", "隐患", value=lambda row: row.hazard.state_label if row.hazard else "",
            link=lambda row: row.hazard.get_absolute_url() if row.hazard else "",
        ),
    )  # fmt: skip
    filters = (
        TextFilter("q", "企业名称", fields=("self_check__enterprise__name",)),
        ChoiceFilter("item", "检查内容", _check_items, apply=_of_item),
        area_filter("self_check__area"),
    )
    default_sort = "-answered_at"

    def more(self, request: UserRequest) -> dict[str, Any]:
        """Name the campaign, whose tabs stand above the list."""
        return {"campaign": campaign_or_404(request.user, self.kwargs["pk"])}

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty("没有不符合项", "企业完成自查后，答“不符合”的项目会列在这里。")

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the failed answers in the user's area."""
        campaign = campaign_or_404(request.user, self.kwargs["pk"])
        scope = request.user.scope
        assert scope is not None, "campaign_or_404 found a scope"
        rows = failed_answers(campaign).filter(
            self_check__area__gte=scope.area.low, self_check__area__lte=scope.area.high
        )
        return rows.select_related("item", "self_check__enterprise", "hazard")


class DeliverableList(ListPage):
    """What bodies in the user's area owe and have handed in."""

    title = "报送事项"
    need = Capability.DELIVERABLE_VIEW
    columns = (
        Column("what", "报送内容", value=str, link=True, width=36),
        Column("campaign.title", "行动", width=28),
        Column("organisation.name", "报送单位"),
        Column("recipient", "报送对象", on_phone=False),
        Column(
            "state", "状态", kind="state",
            value=lambda row: (DELIVERABLE_TONES[DeliverableState(row.state)], row.state_label),
        ),
        Column(
            "asked_by", "要求日期", kind="deadline", sort="asked_by",
            value=lambda row: (row.asked_by, not row.is_final),
        ),
        Column("submitted_on", "报送日期", kind="day", sort="submitted_on"),
    )  # fmt: skip
    filters = (
        TextFilter("q", "内容", fields=("what", "campaign__title")),
        ChoiceFilter("state", "状态", DeliverableState.choices),
        DateRangeFilter("due", "要求日期", field="asked_by"),
        late_filter(DELIVERABLE.end),
    )
    default_sort = "asked_by"

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Say what fills the list."""
        return Empty("没有报送事项", "方案里写明的报告、台账和总结，下达后会列在这里。")

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the deliverables in scope."""
        return Deliverable.objects.visible_to(request.user).select_related(
            "campaign", "organisation"
        )
