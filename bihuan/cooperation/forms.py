"""What cooperation asks people to type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.cooperation.queries import body_of, partners_of
from bihuan.cooperation.rules import OUTCOMES
from bihuan.cooperation.services.actions import Share
from bihuan.cooperation.services.meetings import Decided, Seat
from bihuan.cooperation.states import (
    ActionKind,
    Attendance,
    InstituteKind,
    MeetingKind,
    ReferralKind,
    ReferralOutcome,
)
from bihuan.kernel.errors import BadInput, Problem
from bihuan.kernel.periods import RECURRENCE_NAMES
from bihuan.people.models import Organisation, User

LONGEST = 4000
MOST_ROWS = 20


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def _words(
    label: str, *, required: bool = True, rows: int = 3, help_text: str = ""
) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
    )  # fmt: skip


def _body(label: str, *, required: bool = True, help_text: str = "") -> Any:
    return forms.ModelChoiceField(
        Organisation.objects.none(), label=label, required=required, empty_label="请选择",
        help_text=help_text,
    )  # fmt: skip


class _WithBodies(forms.Form):
    """A form that offers bodies to work with."""

    others: Sequence[str] = ()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Fill every choice of a body; ``others`` leave one's own body out."""
        super().__init__(*args, **kwargs)
        bodies = partners_of(user)
        own = body_of(user)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                is_other = name in self.others and own is not None
                field.queryset = bodies.exclude(pk=own.pk) if is_other and own else bodies


class ReferralForm(_WithBodies):
    """Something to pass on."""

    others = ("receiver",)

    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *ReferralKind.choices])
    receiver = _body("接收单位")
    subject = forms.CharField(label="事由", max_length=200)
    content = _words("内容", rows=5, help_text="写明情况和希望对方做什么。")
    about = forms.CharField(label="涉及单位或项目", max_length=200, required=False)
    reply_due_on = _day("反馈期限", required=False, help_text="留空为 10 个工作日。")
    approver = _body(
        "审批单位", required=False,
        help_text="事情涉及行政审批或许可的，填审批单位和审批事项；办结后由审批单位负责后续监管。",
    )  # fmt: skip
    approval = forms.CharField(label="审批事项", max_length=200, required=False)


class ReplyForm(forms.Form):
    """What became of it."""

    outcome = forms.ChoiceField(label="反馈结果", choices=[])
    result = _words("办理情况")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        """Offer the outcomes of the kind."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["outcome"]
        field.choices = [
            ("", "请选择"),
            *((one, ReferralOutcome(one).label) for one in OUTCOMES[kind]),
        ]


class ResendForm(_WithBodies):
    """To whom it goes now."""

    others = ("receiver",)
    receiver = _body("接收单位", required=False, help_text="留空为原接收单位。")


class ReportForm(forms.Form):
    """What the owner of a task did."""

    result = _words("办理结果")


class MoveForm(forms.Form):
    """The new day of a meeting."""

    planned_on = _day("新的日期")


class HoldForm(forms.Form):
    """A meeting that took place; seats and decisions stand beside it as rows."""

    held_on = _day("召开日期")
    place = forms.CharField(label="地点", max_length=120, required=False)
    summary = _words("会议情况", rows=5)


class EndForm(forms.Form):
    """What an action came to."""

    checked_count = forms.IntegerField(label="检查企业数", min_value=0, max_value=1_000_000)
    found_count = forms.IntegerField(label="发现隐患数", min_value=0, max_value=1_000_000)
    case_count = forms.IntegerField(label="立案数", min_value=0, max_value=1_000_000)
    outcome = _words("行动成果")


class SeriesForm(_WithBodies):
    """A meeting that recurs."""

    name = forms.CharField(label="名称", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=MeetingKind.choices)
    every = forms.ChoiceField(
        label="周期", initial="quarter",
        choices=[(one.value, f"每{name}一次") for one, name in RECURRENCE_NAMES.items()],
    )  # fmt: skip
    members = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label="成员单位", widget=forms.CheckboxSelectMultiple
    )
    since = _day("起始日期")
    until = _day("终止日期", required=False)
    agenda = _words("固定议题", required=False)


class MeetingForm(_WithBodies):
    """One meeting."""

    kind = forms.ChoiceField(label="类别", choices=MeetingKind.choices)
    title = forms.CharField(label="会议名称", max_length=160)
    planned_on = _day("计划日期")
    place = forms.CharField(label="地点", max_length=120, required=False)
    members = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label="参会单位", widget=forms.CheckboxSelectMultiple
    )
    agenda = _words("议题", required=False)


class ActionForm(forms.Form):
    """A joint action; the bodies and their tasks stand beside it as rows."""

    kind = forms.ChoiceField(label="类别", choices=ActionKind.choices)
    title = forms.CharField(label="名称", max_length=160)
    purpose = _words("内容")
    starts_on = _day("开始")
    ends_on = _day("结束")
    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="所属专项行动", required=False, empty_label="不属于专项行动",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the campaigns that run."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["campaign"]
        field.queryset = Campaign.objects.visible_to(user).filter(state=CampaignState.RUNNING)


class InstituteForm(forms.Form):
    """A partner."""

    name = forms.CharField(label="名称", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=InstituteKind.choices)
    expertise = forms.CharField(label="专长领域", max_length=200)
    contact = forms.CharField(label="联系人", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=20, required=False)
    agreed_until = _day("合作期限", required=False)
    note = forms.CharField(label="说明", max_length=300, required=False)
    is_active = forms.BooleanField(label="合作中", required=False, initial=True)


# --- rows ---------------------------------------------------------------------------------------


def seats_in(posted: QueryDict, bodies: Sequence[Organisation]) -> dict[int, Seat]:
    """Return how each body attended, as ticked; an unknown word is absence."""
    found = {}
    for body in bodies:
        said = posted.get(f"attendance_{body.pk}", "")
        attendance = said if said in Attendance.values else Attendance.ABSENT.value
        found[body.pk] = Seat(attendance, posted.get(f"person_{body.pk}", "")[:120])
    return found


def decisions_in(posted: QueryDict, bodies: Sequence[Organisation]) -> list[Decided]:
    """Return the decisions typed; a row without any entry is left out."""
    known = {str(one.pk): one for one in bodies}
    names = ("decision_text", "decision_owner", "decision_due", "decision_acceptance")
    rows = zip(*(posted.getlist(name) for name in names), strict=False)
    return [
        Decided(text[:300], known.get(owner), _day_of(due, number), acceptance[:300])
        for number, (text, owner, due, acceptance) in enumerate(rows, start=1)
        if text.strip() or owner or due
    ][:MOST_ROWS]


def shares_in(posted: QueryDict, bodies: Sequence[Organisation]) -> list[Share]:
    """Return the bodies with their tasks; a row without any entry is left out.

    Raises:
        BadInput: a row names a task without a body that can be worked with, or the reverse.
    """
    known = {str(one.pk): one for one in bodies}
    names = ("share_body", "share_task", "share_acceptance")
    shares = []
    rows = zip(*(posted.getlist(name) for name in names), strict=False)
    for number, (body, task, acceptance) in enumerate(rows, start=1):
        if not body and not task.strip():
            continue
        if body not in known or not task.strip():
            where = f"参与单位第{number}行"
            raise BadInput([Problem(where, "单位和任务只填了一项", "，请两项都填。")])
        shares.append(Share(known[body], task[:300], acceptance[:300]))
    return shares[:MOST_ROWS]


def _day_of(text: str, number: int) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        where = f"议定事项第{number}项"
        raise BadInput([Problem(where, "期限不是日期", "，请重新选择。")]) from error
