"""The forms of a hazard's steps. They check shape; what is allowed the services decide."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource

OWNER, MEASURES, FUNDS, INTERIM = "整改责任人", "整改措施", "整改资金（元）", "整改期间防范措施"


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填写日期，如 2026-11-22。"},
    )  # fmt: skip


def _text(label: str, *, most: int, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


def _level() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="隐患级别", choices=HazardLevel.choices, widget=forms.RadioSelect,
        help_text="有行业判定标准的，先按判定标准认定重大隐患。",
    )  # fmt: skip


class StepForm(forms.Form):
    """What every step carries: the version the person saw and the request's own key."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, hazard: Hazard, **kwargs: Any) -> None:
        kwargs["initial"] = {**self.filled(hazard), **kwargs.get("initial", {})}
        kwargs["auto_id"] = "step_%s"
        super().__init__(*args, **kwargs)

    @staticmethod
    def filled(hazard: Hazard) -> dict[str, Any]:
        """Return what is known already."""
        return {"version": hazard.version, "key": uuid4()}


class PlanForm(StepForm):
    """五定, and whatever else the step asks for."""

    owner = forms.CharField(label=OWNER, max_length=40)
    measures = _text(MEASURES, most=2000)
    funds = forms.DecimalField(
        label=FUNDS, required=False, min_value=0, max_digits=12, decimal_places=2,
        help_text="重大隐患必填；不需要资金的填 0。",
    )  # fmt: skip
    interim_measures = _text(
        INTERIM, most=2000, required=False,
        help_text="重大隐患必填：整改期间怎样防范，如停用、警戒、撤人、应急预案。",
    )  # fmt: skip

    @staticmethod
    def filled(hazard: Hazard) -> dict[str, Any]:
        """Return what is known already."""
        return {
            **StepForm.filled(hazard),
            "owner": hazard.owner or hazard.enterprise.safety_manager,
            "measures": hazard.measures,
            "funds": hazard.funds,
            "interim_measures": hazard.interim_measures,
        }


class OwnPlanForm(PlanForm):
    """落实整改, by the enterprise."""

    level = _level()
    due_on = _day(
        "整改期限", required=False, help_text="不填的，一般隐患 15 日、重大隐患 30 日（平台规则）。"
    )
    reason = _text("期限较长的理由", most=500, required=False)

    field_order = ("level", "owner", "measures", "due_on", "reason", "funds", "interim_measures")

    @staticmethod
    def filled(hazard: Hazard) -> dict[str, Any]:
        """Return what is known already."""
        return {**PlanForm.filled(hazard), "level": hazard.level or HazardLevel.GENERAL}


class GradeForm(OwnPlanForm):
    """定级并落实整改, by the government: the plan may be left to the enterprise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].required = False
        self.fields["owner"].required = False
        self.fields["measures"].label = "整改要求"
        for name in ("funds", "interim_measures"):
            del self.fields[name]


class RectifyForm(StepForm):
    """报告整改."""

    note = _text("整改情况", most=2000, help_text="做了什么、由谁做的、效果怎样。")


class CloseForm(StepForm):
    """销号."""

    note = _text("复查意见", most=2000, required=False)


class ReasonForm(StepForm):
    """A step that only needs its reason."""

    reason = _text("原因", most=500)


class ExtendForm(ReasonForm):
    """准予延期."""

    due_on = _day("新的整改期限", help_text="只能延期一次；按期与否仍以首次期限计算（平台规则）。")
    field_order = ("due_on", "reason")

    @staticmethod
    def filled(hazard: Hazard) -> dict[str, Any]:
        """Return what is known already."""
        return StepForm.filled(hazard)


class RegradeForm(ReasonForm):
    """调整级别."""

    level = _level()
    field_order = ("level", "reason")

    @staticmethod
    def filled(hazard: Hazard) -> dict[str, Any]:
        """Suggest the other level."""
        is_major = hazard.level == HazardLevel.MAJOR
        other = HazardLevel.GENERAL if is_major else HazardLevel.MAJOR
        return {**StepForm.filled(hazard), "level": other}


class ReportForm(forms.Form):
    """登记隐患."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    source = forms.ChoiceField(
        label="来源", widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (HazardSource.PATROL, HazardSource.REPORTED)],
    )  # fmt: skip
    summary = _text("隐患描述", most=500, help_text="写清问题是什么、可能造成什么后果。")
    place = forms.CharField(
        label="部位", max_length=100, required=False, help_text="如：一车间喷漆房。"
    )
    basis = forms.CharField(
        label="依据", max_length=300, required=False, help_text="标准条款或检查项，可不填。"
    )
    found_on = _day("发现日期")

    def __init__(self, *args: Any, by_enterprise: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_enterprise:
            del self.fields["source"]
