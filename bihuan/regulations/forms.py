"""A text as people type it."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.reference.sectors import SECTOR_NAMES
from bihuan.regulations.models import Regulation
from bihuan.regulations.services.library import Text
from bihuan.regulations.states import Certainty, RegulationKind


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=False, help_text=help_text,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class RegulationForm(forms.Form):
    """One edition of a text."""

    title = forms.CharField(label="名称", max_length=200)
    number = forms.CharField(
        label="文号或标准号", max_length=80, required=False,
        help_text="如“应急〔2025〕27号”“GB/T 33000-2025”。没有文号的留空。",
    )  # fmt: skip
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *RegulationKind.choices])
    issuer = forms.CharField(label="制定机关", max_length=120, required=False)
    issued_on = _day("公布日期")
    effective_on = _day("施行日期", "不清楚的留空，列表中会标为“施行日期待核”。")
    ends_on = _day("失效前最后一日", "仍有效的留空。有新版的不用填，由新版的施行日期推得。")
    aliases = forms.CharField(
        label="别名", required=False, widget=forms.Textarea({"rows": 2}),
        help_text="方案中的其他叫法，一行一个。",
    )  # fmt: skip
    sectors = forms.MultipleChoiceField(
        label="适用领域", required=False, choices=list(SECTOR_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    source = forms.CharField(label="说明", max_length=200, required=False)
    link = forms.URLField(label="公布网址", max_length=300, required=False, assume_scheme="https")
    checked = forms.BooleanField(label="文号和日期已与公布的文本核对", required=False)

    @classmethod
    def filled_from(cls, row: Regulation) -> dict[str, Any]:
        """Return an entry as the form shows it."""
        plain = ("title", "number", "kind", "issuer", "issued_on", "effective_on", "ends_on",
                 "source", "link")  # fmt: skip
        return {
            **{name: getattr(row, name) for name in plain},
            "aliases": "\n".join(row.aliases),
            "sectors": [one.sector for one in row.sectors.all()],
            "checked": row.certainty == Certainty.CHECKED,
        }

    def text(self) -> Text:
        """Return what was typed."""
        data = {**self.cleaned_data, "aliases": self.cleaned_data["aliases"].splitlines()}
        return Text(**data)


class CommentForm(forms.Form):
    """What somebody has to say about a text."""

    text = forms.CharField(
        label="意见", max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text="写明是哪一条、有什么意见或使用中的问题。提交后不能修改，本地区和上下级单位可以看到。",
    )  # fmt: skip
