"""The list of enterprises."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from bihuan.enterprises.forms import area_choices
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.queries import with_any_tag
from bihuan.enterprises.states import EnterpriseStatus, RiskColour, Size
from bihuan.kernel import areas
from bihuan.people.queries import area_name, town_name
from bihuan.people.states import Capability
from bihuan.reference.sectors import SECTORS, sector_name
from bihuan.reference.tags import TAG_NAMES
from bihuan.web.lists import Action, ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.lists.filters import Choices, Rows
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

STATUS_TONES = {
    EnterpriseStatus.OPERATING: Tone.DOING,
    EnterpriseStatus.SUSPENDED: Tone.SOON,
    EnterpriseStatus.CLOSED: Tone.TODO,
}


def status_of(enterprise: Enterprise) -> tuple[Tone, str]:
    """Return the status as a pill."""
    return STATUS_TONES[EnterpriseStatus(enterprise.status)], enterprise.get_status_display()


def risk_of(enterprise: Enterprise) -> tuple[str, str]:
    """Return the risk as a flag."""
    return enterprise.risk_colour, enterprise.get_risk_colour_display()


def _places(request: UserRequest) -> Choices:
    return area_choices(request.user)


def _inside(rows: Rows, value: str, request: UserRequest) -> Rows:  # noqa: ARG001 - a filter's shape
    place = areas.range_of(int(value))
    return rows.filter(area__gte=place.low, area__lte=place.high)


def _tagged(rows: Rows, value: str, request: UserRequest) -> Rows:  # noqa: ARG001 - a filter's shape
    return with_any_tag(rows, [value])


class EnterpriseList(ListPage):
    """企业名录."""

    title = "企业名录"
    unit = "家"
    need = Capability.ENTERPRISE_VIEW
    columns = (
        Column("name", "企业名称", link=True, sort="name", width=28),
        Column("risk", "风险", value=risk_of, kind="risk", sort="risk_colour", width=12),
        Column("town_name", "乡镇（街道）"),
        Column("area_name", "村（社区）", sort="area"),
        Column("sector", "行业领域", value=lambda one: sector_name(one.sector), sort="sector"),
        Column("tags", "类别标签", value=lambda one: "、".join(one.tags), width=24),
        Column("size", "规模", value=lambda one: one.get_size_display()),
        Column("employees", "从业人数", kind="number", sort="employees", on_phone=False),
        Column("principal", "主要负责人", on_phone=False),
        Column("status", "经营状态", value=status_of, kind="state"),
        Column("credit_code", "统一社会信用代码", width=22, optional=True),
        Column("address", "地址", width=32, optional=True),
        Column("principal_phone", "负责人电话", optional=True),
        Column("safety_manager", "安全管理人员", optional=True),
        Column("supervisor.name", "监管单位", width=24, optional=True),
    )
    filters = (
        TextFilter("q", "名称", fields=("name", "credit_code", "address", "principal")),
        ChoiceFilter("area", "区划", _places, apply=_inside),
        ChoiceFilter("sector", "行业领域", [(one.code, one.name) for one in SECTORS]),
        ChoiceFilter("tag", "类别标签", [(name, name) for name in TAG_NAMES], apply=_tagged),
        ChoiceFilter("size", "规模", Size.choices),
        ChoiceFilter("colour", "风险", RiskColour.choices, field="risk_colour"),
        ChoiceFilter("status", "经营状态", EnterpriseStatus.choices),
    )
    default_sort = "area"

    def queryset(self, request: UserRequest) -> QuerySet[Enterprise]:
        """Return the enterprises the person may see, with their places' names and tags."""
        return (
            Enterprise.objects.visible_to(request.user)
            .select_related("supervisor")
            .prefetch_related("tag_rows")
            .annotate(area_name=area_name(), town_name=town_name())
        )

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Offer to register and to import to those who keep dossiers."""
        if not request.user.can(Capability.ENTERPRISE_EDIT):
            return ()
        return (
            Action("导入", "/enterprises/import/", icon="file-upload"),
            Action("新建档案", "/enterprises/new/", icon="plus", is_primary=True),
        )

    def empty(self, request: UserRequest) -> Empty:
        """Say how enterprises get here."""
        if not request.user.can(Capability.ENTERPRISE_EDIT):
            return Empty("还没有企业档案", "由乡镇（街道）安全办建档后，会出现在这里。")
        return Empty(
            "还没有企业档案", "可以先导入现有的 Excel 台账。", "/enterprises/import/", "导入企业"
        )
