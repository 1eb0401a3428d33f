"""What is typed for one item of a self-check: shape only, everything may still be missing."""

from __future__ import annotations

from django import forms

from bihuan.hazards.states import HazardLevel
from bihuan.inspections.services import Given
from bihuan.inspections.states import Answer


class AnswerForm(forms.Form):
    """One item as it stands on the page."""

    answer = forms.ChoiceField(label="结论", choices=Answer.choices)
    note = forms.CharField(label="说明", max_length=500, required=False)
    place = forms.CharField(label="部位", max_length=100, required=False)
    level = forms.ChoiceField(
        label="隐患级别", choices=[("", ""), *HazardLevel.choices], required=False
    )
    owner = forms.CharField(label="整改责任人", max_length=40, required=False)
    measures = forms.CharField(label="整改措施", max_length=500, required=False)
    funds = forms.DecimalField(
        label="整改资金", min_value=0, max_digits=12, decimal_places=2, required=False
    )
    interim_measures = forms.CharField(label="整改期间防范措施", max_length=500, required=False)
    due_on = forms.DateField(label="整改期限", required=False)
    due_reason = forms.CharField(label="期限较长的理由", max_length=200, required=False)

    def given(self, item_id: int) -> Given:
        """Return what was typed, for the service."""
        values = self.cleaned_data
        return Given(item_id=item_id, **{**values, "answer": Answer(values["answer"])})


class FinishForm(forms.Form):
    """完成自查: the version the person saw and the request's own key."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
