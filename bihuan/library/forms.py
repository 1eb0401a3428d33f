"""What is typed to search the library, and about a template."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate

from bihuan.campaigns.items import SECTORS
from bihuan.campaigns.states import CampaignState, ItemKind
from bihuan.kernel.areas import AreaLevel
from bihuan.library.queries import NEWEST, RELEVANCE, Asked, words_of
from bihuan.metrics.registry import all_metrics
from bihuan.people.models import Organisation, User

ANY = [("", "全部")]
LONGEST_QUERY = 200
FIRST_YEAR = 2000
FACTS = (
    (ItemKind.TARGET.value, "目标"),
    (ItemKind.DELIVERABLE.value, "报送"),
    (ItemKind.DUTY.value, "周期职责"),
    (ItemKind.TASK.value, "任务"),
    (ItemKind.CHECK_ITEM.value, "检查内容"),
)
STATES = [
    (one.value, one.label)
    for one in (CampaignState.DRAFT, CampaignState.RUNNING, CampaignState.ENDED)
]


class SearchForm(forms.Form):
    """Words and what narrows them. Everything is optional."""

    q = forms.CharField(label="词语", required=False, max_length=LONGEST_QUERY)
    year = forms.ChoiceField(label="年份", required=False)
    sector = forms.ChoiceField(label="行业领域", required=False, choices=[*ANY, *SECTORS.items()])
    level = forms.ChoiceField(
        label="层级", required=False, choices=[*ANY, *((str(i.value), i.label) for i in AreaLevel)]
    )
    state = forms.ChoiceField(label="状态", required=False, choices=[*ANY, *STATES])
    body = forms.ChoiceField(label="单位", required=False)
    sort = forms.ChoiceField(
        label="排序", required=False, choices=[(RELEVANCE, "最相关"), (NEWEST, "最新")]
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the years up to next year, and the bodies in the person's range."""
        super().__init__(*args, **kwargs)
        last = localdate().year + 1
        years = [(str(one), f"{one} 年") for one in range(last, FIRST_YEAR, -1)]
        bodies = Organisation.objects.visible_to(user).filter(enterprise_ref__isnull=True)
        _as_filters(self)
        self.fields["year"].choices = [*ANY, *years]  # type: ignore[attr-defined]
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            *ANY, *((str(one.pk), one.name) for one in bodies[:500])
        ]  # fmt: skip

    def asked(self) -> Asked:
        """Return the question; what could not be read is left out, the form says so."""
        given: dict[str, str] = getattr(self, "cleaned_data", {})
        return Asked(
            words=words_of(given.get("q", "")),
            year=_whole(given.get("year")),
            sector=given.get("sector", ""),
            level=_whole(given.get("level")),
            state=given.get("state", ""),
            body=_whole(given.get("body")),
            sort=given.get("sort") or RELEVANCE,
        )


class FactForm(forms.Form):
    """A kind of item and what it says."""

    kind = forms.ChoiceField(label="要素", choices=FACTS, required=False)
    metric = forms.ChoiceField(label="对应指标", required=False)
    month = forms.ChoiceField(
        label="截止月份", required=False,
        choices=[*ANY, *((str(one), f"{one} 月") for one in range(1, 13))],
    )  # fmt: skip
    q = forms.CharField(label="句中词语", required=False, max_length=LONGEST_QUERY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the metrics there are."""
        super().__init__(*args, **kwargs)
        _as_filters(self)
        self.fields["metric"].choices = [  # type: ignore[attr-defined]
            *ANY, *((one.key, one.name) for one in all_metrics())
        ]  # fmt: skip


def _as_filters(form: forms.Form) -> None:
    """Let the fields look like those of a list's filters."""
    for field in form.fields.values():
        field.widget.attrs["class"] = "control"


def _whole(text: str | None) -> int | None:
    return int(text) if text else None


class TemplateForm(forms.Form):
    """A template's name and how to use it."""

    name = forms.CharField(label="名称", max_length=120)
    notes = forms.CharField(
        label="使用说明", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text="写给明年起草的人：哪些要先商量，哪些容易漏。",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class StartForm(forms.Form):
    """When next year's plan begins."""

    starts_on = forms.DateField(
        label="新方案的开始日期",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="其他日期按原来的间隔推算，落在休息日的截止日期提前到工作日。",
    )

    def clean_starts_on(self) -> date:
        """Refuse days that no plan is written for."""
        day: date = self.cleaned_data["starts_on"]
        if abs(day.year - localdate().year) > 5:  # noqa: PLR2004 - years
            raise forms.ValidationError("开始日期离今天超过五年，请核对年份。")
        return day
