"""The forms of duties: shape of input, no decisions."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.duties.states import HolderKind
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.states import EnterpriseStatus, RiskColour
from bihuan.kernel.periods import RECURRENCE_NAMES
from bihuan.people.models import Organisation, User
from bihuan.people.states import OrganisationKind, Role
from bihuan.reference.sectors import SECTORS

OFFICE_ROLES = [
    (role.value, role.label)
    for role in (Role.LEADER, Role.CHIEF, Role.CLERK, Role.INSPECTOR, Role.GRID_WORKER)
]


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        """Write days as browsers read them."""
        super().__init__(format="%Y-%m-%d")


class StepForm(forms.Form):
    """Version and key that every form carries which moves a case."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)


class RecordForm(StepForm):
    """登记一次履职."""

    done_on = forms.DateField(label="履职日期", widget=DayInput)
    place = forms.CharField(label="地点或对象", max_length=120, required=False)
    visited = forms.CharField(
        label="检查的企业", max_length=120, required=False,
        widget=forms.TextInput(attrs={"list": "visited-options", "autocomplete": "off"}),
        help_text="去了企业的，输入名称后从提示中选；没有去企业的留空。",
    )  # fmt: skip
    summary = forms.CharField(
        label="情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="做了什么、发现了什么、提出了什么要求。",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, for_post: bool, **kwargs: Any) -> None:
        """Look for the enterprise among those ``user`` may see."""
        super().__init__(*args, **kwargs)
        self._user = user
        if not for_post:
            del self.fields["visited"]

    def clean_visited(self) -> Enterprise | None:
        """Return the one enterprise of that name."""
        name = self.cleaned_data["visited"].strip()
        if not name:
            return None
        visible = Enterprise.objects.visible_to(self._user)
        found = list(visible.filter(name=name)[:2]) or list(visible.filter(name__contains=name)[:2])
        if not found:
            raise forms.ValidationError("辖区内没有这个名称的企业，请从提示中选择。")
        if len(found) > 1:
            raise forms.ValidationError("符合的企业不止一家，请输入全称或从提示中选择。")
        return found[0]


class ExcuseForm(StepForm):
    """免除."""

    reason = forms.CharField(label="免除原因", max_length=200)


class StopForm(forms.Form):
    """停用规则."""

    reason = forms.CharField(label="停用原因", max_length=200)


class RuleForm(forms.Form):
    """新增职责规则."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label="职责", max_length=200, help_text="例如：领导带队检查。")
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="单位", empty_label="请选择"
    )
    holder_kind = forms.ChoiceField(
        label="由谁履行", choices=HolderKind.choices, widget=forms.RadioSelect,
        initial=HolderKind.POST,
    )  # fmt: skip
    role = forms.ChoiceField(
        label="岗位", choices=[("", "请选择"), *OFFICE_ROLES], required=False,
        help_text="由岗位履行时选择：该单位任这一岗位的每个人各自履行。",
    )  # fmt: skip
    sector = forms.ChoiceField(
        label="企业范围：行业", required=False,
        choices=[("", "不限"), *((each.code, each.name) for each in SECTORS)],
        help_text="由企业履行时选择：单位辖区内符合条件的在业企业各自履行。",
    )  # fmt: skip
    risk_colour = forms.ChoiceField(
        label="企业范围：风险颜色", required=False, choices=[("", "不限"), *RiskColour.choices]
    )
    every = forms.ChoiceField(
        label="周期", choices=[(each.value, f"每{name}") for each, name in RECURRENCE_NAMES.items()],
        initial="month",
    )  # fmt: skip
    count = forms.IntegerField(label="次数", min_value=1, max_value=99, initial=1)
    since = forms.DateField(label="起始日期", widget=DayInput)
    until = forms.DateField(label="终止日期", widget=DayInput, required=False)
    basis = forms.CharField(label="依据", max_length=300, help_text="文件名称和条款。")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the offices of ``user``'s area."""
        super().__init__(*args, **kwargs)
        self._user = user
        offices: Any = self.fields["organisation"]
        offices.queryset = Organisation.objects.visible_to(user).exclude(
            kind=OrganisationKind.ENTERPRISE
        )

    def enterprises(self) -> list[Enterprise]:
        """Return the operating enterprises that the chosen range holds now."""
        data = self.cleaned_data
        rows = Enterprise.objects.visible_to(self._user).filter(status=EnterpriseStatus.OPERATING)
        rows = rows.within(data["organisation"].area_range)
        if data.get("sector"):
            rows = rows.filter(sector=data["sector"])
        if data.get("risk_colour"):
            rows = rows.filter(risk_colour=data["risk_colour"])
        return list(rows)
