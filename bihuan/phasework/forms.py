"""Shape of what is asked for phases."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.campaigns.models import Campaign, Phase
from bihuan.people.models import Organisation, User
from bihuan.people.states import OrganisationKind
from bihuan.phasework.services.outputs import NewOutput
from bihuan.phasework.states import Depth, OutputKind, ResultType

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ChangeForm(forms.Form):
    """The days that a phase is to get, and why."""

    start = forms.DateField(label="开始日期", required=False, widget=DAY)
    end = forms.DateField(
        label="结束日期", required=False, widget=DAY, help_text="不填表示长期，没有结束日期。"
    )
    moves_deadlines = forms.BooleanField(
        label="与原结束日同日到期的事项一并调整", required=False, initial=True
    )
    reason = forms.CharField(
        label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text="写明为什么调整、谁的意见、依据哪份文件。",
    )  # fmt: skip

    def __init__(self, *args: Any, phase: Phase, **more: Any) -> None:
        more.setdefault(
            "initial", {"start": phase.start, "end": phase.end, "moves_deadlines": True}
        )
        super().__init__(*args, **more)


class OutputForm(forms.Form):
    """What a body is to bring."""

    kind = forms.ChoiceField(label="类别", choices=OutputKind.choices)
    title = forms.CharField(label="名称", max_length=200, required=False)
    organisation = forms.TypedChoiceField(label="责任单位", coerce=int)
    phase = forms.TypedChoiceField(label="所属阶段", coerce=int, required=False, empty_value=None)
    asked_by = forms.DateField(label="要求日期", required=False, widget=DAY)
    result_type = forms.ChoiceField(
        label="成果类型", required=False, choices=[("", "—"), *ResultType.choices],
        help_text="制度成果须选。",
    )  # fmt: skip
    depth = forms.ChoiceField(
        label="治标或治本", required=False, choices=[("", "—"), *Depth.choices],
        help_text="制度成果须选：一次性整治的是治标，长期管用的制度机制是治本。",
    )  # fmt: skip
    detail = forms.CharField(
        label="内容", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="现场推进会写明研究的重点难点问题。",
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        bodies = Organisation.objects.visible_to(user).exclude(kind=OrganisationKind.ENTERPRISE)
        self.fields["organisation"].choices = [(one.pk, one.name) for one in bodies]  # type: ignore[attr-defined]
        self.fields["organisation"].initial = campaign.organisation_id
        phases = [(one.pk, one.name) for one in campaign.phases.order_by("number")]
        self.fields["phase"].choices = [("", "不分阶段"), *phases]  # type: ignore[attr-defined]

    def given(self) -> NewOutput:
        """Return what was typed, as the service takes it."""
        data = self.cleaned_data
        return NewOutput(
            kind=data["kind"], title=data["title"], organisation_id=data["organisation"],
            asked_by=data["asked_by"], phase_id=data["phase"], result_type=data["result_type"],
            depth=data["depth"], detail=data["detail"],
        )  # fmt: skip
