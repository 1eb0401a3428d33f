"""Shape of what is asked for a sensitive period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate

from bihuan.duties.models import DutyRule
from bihuan.kernel.periods import RECURRENCE_NAMES
from bihuan.people.models import User
from bihuan.vigilance.services import NewPeriod
from bihuan.vigilance.states import PeriodKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """Which days, and what is asked for in them."""

    kind = forms.ChoiceField(label="类别", choices=PeriodKind.choices)
    name = forms.CharField(
        label="名称",
        max_length=60,
        required=False,
        help_text="两会请写明级别，如“2027年全省两会”。",
    )
    starts_on = forms.DateField(label="开始日期", required=False, widget=DAY)
    ends_on = forms.DateField(label="结束日期", required=False, widget=DAY)
    basis = forms.CharField(label="依据", max_length=200, required=False)
    zero_report = forms.BooleanField(
        label="各安全办每日零报告", required=False, help_text="没有情况也要登记一次。"
    )
    raised = forms.TypedMultipleChoiceField(
        label="期间加密的职责", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    count = forms.IntegerField(label="加至每期几次", min_value=1, max_value=99, initial=1)
    every = forms.ChoiceField(
        label="周期", choices=[(key.value, f"每{name}") for key, name in RECURRENCE_NAMES.items()],
        initial="week",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        today = localdate()
        rules = DutyRule.objects.visible_to(user).filter(
            Q(until__isnull=True) | Q(until__gte=today)
        )
        own = rules.exclude(source_key__startswith="vigilance-")
        self.fields["raised"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.title}（现为{one.frequency}）") for one in own
        ]

    def given(self) -> NewPeriod:
        """Return what was typed, as the service takes it."""
        data = self.cleaned_data
        return NewPeriod(
            data["kind"], data["name"], data["starts_on"], data["ends_on"], data["basis"],
            zero_report=data["zero_report"], raised=tuple(data["raised"]), count=data["count"],
            every=data["every"],
        )  # fmt: skip
