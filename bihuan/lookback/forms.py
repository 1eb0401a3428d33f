"""Shape of what is asked for a round."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.campaigns.models import Campaign
from bihuan.lookback.queries import bodies_for


class RoundForm(forms.Form):
    """How many, by whom, until when."""

    size = forms.IntegerField(
        label="抽取数", min_value=1, max_value=5000, help_text="按地区和隐患级别分层随机抽取。"
    )
    organisation = forms.TypedChoiceField(
        label="核查单位", coerce=int,
        help_text="可由本单位或上级单位核查；办理过该隐患的人员不会被派去核查。",
    )  # fmt: skip
    due_on = forms.DateField(
        label="完成期限", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    weigh_major = forms.BooleanField(
        label="重大隐患多抽（3 倍权重）", required=False,
        help_text="多抽后，结果另按各层数量加权，避免偏向重大隐患。",
    )  # fmt: skip
    seed = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Campaign, **more: Any) -> None:
        super().__init__(*args, **more)
        bodies = [(one.pk, one.name) for one in bodies_for(campaign)]
        self.fields["organisation"].choices = bodies  # type: ignore[attr-defined]
