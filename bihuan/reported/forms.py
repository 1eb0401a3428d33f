"""Shape of a report about a target: only what the target asks for."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.reported.rules import Answer, Goal, GoalKind
from bihuan.reported.services import NewReport
from bihuan.reported.states import ReportPeriod, Word

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


EMPTY = {"required": "没有填写。"}


def _number(label: str, unit: str, *, must: bool) -> forms.DecimalField:
    return forms.DecimalField(
        label=f"{label}（{unit}）" if unit else label, required=must, max_digits=14, error_messages=EMPTY,
        decimal_places=4, widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip


class ReportForm(forms.Form):
    """The period, the numbers or the word, and where they come from."""

    period = forms.ChoiceField(label="填报周期", choices=ReportPeriod.choices)
    day = forms.DateField(
        label="所属日期", required=False, widget=DAY,
        help_text="填这一期中的任意一天，如报 2026 年 6 月填 2026-06-30；不分周期的不填。",
    )  # fmt: skip

    def __init__(self, *args: Any, goal: Goal, **more: Any) -> None:
        """Ask for what the goal needs."""
        super().__init__(*args, **more)
        unit = "" if goal.kind is GoalKind.CHANGE and goal.unit == "%" else goal.unit
        by_words = bool(goal.words)
        if goal.kind is not GoalKind.STATED:
            self.fields["value"] = _number("本期数", unit, must=not by_words)
        if goal.compares:
            self.fields["baseline"] = _number(f"基期数：{goal.baseline}", unit, must=not by_words)
        if goal.words:
            is_stated = goal.kind is GoalKind.STATED
            self.fields["word"] = forms.ChoiceField(
                label="是否达到" if is_stated else "升降", required=False,
                choices=[("", "—"), *((word.value, word.label) for word in goal.words)],
                help_text="" if is_stated else "没有数值时选；填了两个数时由系统得出，可以不选。",
            )  # fmt: skip
        self.fields["source"] = forms.CharField(
            label="来源", max_length=200, error_messages=EMPTY,
            help_text="数据或结论出自哪里，如统计台账、调查报告及其编制单位。",
        )  # fmt: skip
        if goal.compares:
            self.fields["baseline_source"] = forms.CharField(
                label="基期数来源", max_length=200, required=not by_words, error_messages=EMPTY
            )
        self.fields["note"] = forms.CharField(
            label="说明", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
            help_text="更正已认定的数，写明原因。",
        )  # fmt: skip

    def given(self) -> NewReport:
        """Return what was typed, as the service takes it."""
        data = self.cleaned_data
        word = data.get("word")
        return NewReport(
            answer=Answer(
                data.get("value"), data.get("baseline"), Word(word) if word else None,
                data["source"], data.get("baseline_source", ""),
            ),
            period=data["period"], day=data["day"], note=data["note"],
        )  # fmt: skip
