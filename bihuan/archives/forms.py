"""What people write of a campaign's end; numbers are never typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from bihuan.archives.models import Summary
from bihuan.archives.states import CaseKind, Verdict

WORDS = ("title", "addressees", "opening", "practice", "problems", "next_steps")
MOST_UPLOADED = 500 * 1024 * 1024


def _long(
    label: str, *, rows: int = 4, required: bool = False, help_text: str = ""
) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=8000, help_text=help_text,
        widget=forms.Textarea({"rows": rows}),
    )  # fmt: skip


class SummaryForm(forms.Form):
    """The words of a summary, the day of its data, and targets that people judge."""

    title = forms.CharField(label="标题", max_length=200)
    addressees = forms.CharField(label="主送", max_length=300, help_text="几个单位用顿号隔开。")
    as_of = forms.DateField(
        label="数据截至", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    opening = _long("基本情况", rows=3, required=True, help_text="数字由系统接在后面。")
    practice = _long("主要做法补充", help_text="每行一段，接在各项任务完成情况之后。")
    problems = _long("存在问题补充", help_text="逾期、未达标和普遍问题已由系统列出。")
    next_steps = _long("下一步打算", help_text="送签前须写好。每行一段。")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, summary: Summary, **kwargs: Any) -> None:
        """Ask for a verdict on every target that no metric measures."""
        super().__init__(*args, **kwargs)
        self.by_hand = list(summary.campaign.targets.filter(metric_key=""))
        for target in self.by_hand:
            self.fields[f"verdict_{target.pk}"] = forms.ChoiceField(
                label=f"{target.subject}{target.metric_name}"[:60], required=False,
                choices=[("", "尚未评定"), *Verdict.choices],
            )  # fmt: skip

    @classmethod
    def of(cls, summary: Summary) -> SummaryForm:
        """Return the form filled with the draft's words."""
        initial: dict[str, Any] = {
            name: getattr(summary, name) for name in (*WORDS, "as_of", "version")
        }
        for pk, verdict in summary.verdicts.items():
            initial[f"verdict_{pk}"] = verdict
        return cls(initial=initial, summary=summary)

    def verdicts(self) -> dict[int, str]:
        """Return what was judged, by target."""
        return {
            one.pk: verdict
            for one in self.by_hand
            if (verdict := self.cleaned_data.get(f"verdict_{one.pk}"))
        }

    def words(self) -> dict[str, str]:
        """Return the text columns."""
        return {name: self.cleaned_data[name] for name in WORDS}


class CaseForm(forms.Form):
    """Which hazard or enterprise, as what, and what a person says of it."""

    chosen = forms.RegexField(
        r"^(?:hazard|enterprise)-\d{1,15}$", label="案例",
        error_messages={"required": "请先在列表中选一项。", "invalid": "请在列表中选一项。"},
    )  # fmt: skip
    kind = forms.ChoiceField(label="类别", choices=CaseKind.choices)
    anonymous = forms.BooleanField(label="隐去企业名称", required=False)
    comment = forms.CharField(
        label="点评", required=False, max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text="做法或教训。经过由系统按记录写明，不必重复。",
    )  # fmt: skip

    def ids(self) -> dict[str, int]:
        """Return the choice as arguments of the service."""
        kind, _, pk = self.cleaned_data["chosen"].partition("-")
        return {f"{kind}_id": int(pk)}


class PackageForm(forms.Form):
    """A package to prove; it is not kept."""

    file = forms.FileField(
        label="归档包（.zip）", help_text="只用于核验，不会保存。",
        widget=forms.ClearableFileInput({"accept": ".zip"}),
        error_messages={"required": "请选择归档包。", "empty": "文件是空的，请重新选择。"},
    )  # fmt: skip

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse files far larger than any package."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is not None and file.size > MOST_UPLOADED:
            raise forms.ValidationError(
                "文件超过 500 MB，请在电脑上用命令 bihuan archive verify 核验。"
            )
        return file
