"""The forms of plans: upload, choice of plans, the fields of one item, giving a draft up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from bihuan.campaigns import items as kinds
from bihuan.kernel.errors import BadInput
from bihuan.metrics.registry import all_metrics
from bihuan.planparse.readers import MAX_CHARACTERS, MAX_FILE_BYTES

ACCEPTED = ".docx,.pdf,.txt,.md,.html,.htm,.json"
LIMIT_MB = MAX_FILE_BYTES // 1024 // 1024
TOO_LARGE = (
    f"文件超过 {LIMIT_MB} MB 的上限，没有收下。"
    "请删去文件中的图片或附件，只留方案正文后再上传，或直接粘贴文字。"
)


class UploadForm(forms.Form):
    """A plan as a file or as pasted text; title and number only where the plan lacks them."""

    file = forms.FileField(
        label="方案文件", required=False, allow_empty_file=True, max_length=None,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "data-max-bytes": MAX_FILE_BYTES}),
        help_text=f"Word（.docx）、可复制文字的 PDF、网页或纯文本，也可上传本系统导出的方案（.json），不超过 {LIMIT_MB} MB。",
    )  # fmt: skip
    text = forms.CharField(
        label="或粘贴方案全文", required=False, strip=False, max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    title = forms.CharField(
        label="标题", required=False, max_length=200, help_text="不填时取方案自己的标题。"
    )
    document_number = forms.CharField(
        label="发文字号", required=False, max_length=60, help_text="不填时取方案中写明的文号。"
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways to hand a plan in, not both."""
        data = super().clean() or {}
        has_file, has_text = bool(data.get("file")), bool((data.get("text") or "").strip())
        if has_file and has_text:
            self.add_error("text", "已选文件又粘贴了文字，请只留一种。")
        if not has_file and not has_text and not self.errors:
            self.add_error("file", "请选择方案文件，或在下面粘贴方案全文。")
        return data


class DiscardForm(forms.Form):
    """Why a draft is given up."""

    reason = forms.CharField(label="作废原因", max_length=500, widget=forms.Textarea)


class HeadForm(forms.Form):
    """What the campaign is called and where it comes from."""

    title = forms.CharField(label="标题", max_length=200)
    document_number = forms.CharField(label="发文字号", max_length=60, required=False)
    issuer = forms.CharField(label="发文机关", max_length=120, required=False)
    issued_on = forms.DateField(
        label="发文日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    approval = forms.CharField(
        label="研究决定情况", max_length=200, required=False,
        help_text="如：镇党委会议2026年1月10日研究决定。",
    )  # fmt: skip
    months = forms.IntegerField(
        label="为期约几个月", min_value=1, max_value=120, required=False,
        help_text="方案只写了“为期两年”一类、没有写结束日期时填写；发起后据此推算结束日期。",
    )  # fmt: skip
    is_priority = forms.BooleanField(
        label="重点行动",
        required=False,
        help_text="工作台上排在前面，方案行动列表可以只看重点行动。",
    )
    follows_id = forms.TypedChoiceField(
        label="延续自", required=False, coerce=int, empty_value=None,
        help_text="接着以前的行动继续开展的，选以前的那一项。",
    )  # fmt: skip

    def __init__(self, *args: Any, earlier: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the campaigns that this one may carry on."""
        super().__init__(*args, **kwargs)
        self.fields["follows_id"].choices = [("", "——"), *earlier]  # type: ignore[attr-defined]


def metric_choices() -> list[tuple[str, str]]:
    """Return the metrics a target can be bound to, by name."""
    found = [(metric.key, f"{metric.name}（{metric.unit}）") for metric in all_metrics()]
    return sorted(found, key=lambda choice: choice[1])


class ItemForm(forms.Form):
    """The fields of one kind of item; what may stand is decided by ``items.clean`` alone."""

    def __init__(self, kind: str, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.kind = kind
        for field in kinds.FIELDS[kind]:
            self.fields[field.name] = _form_field(field)
        self.cleaned: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        """Check the fields; each problem stands beside its field."""
        given = {name: self.data.get(self.add_prefix(name)) for name in self.fields}
        keys = [key for key, _ in metric_choices()]
        try:
            self.cleaned = kinds.clean(self.kind, given, metric_keys=keys)
        except BadInput as wrong:
            names = {field.label: field.name for field in kinds.FIELDS[self.kind]}
            for problem in wrong.problems:
                self.add_error(names.get(problem.where), f"{problem.message}{problem.suggestion}")
        return self.cleaned


def _form_field(field: kinds.Field) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": False, "help_text": field.help}
    match field.type:
        case "long":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
        case "date":
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), **common)
        case "whole":
            return forms.CharField(
                widget=forms.NumberInput(attrs={"min": 1, "max": kinds.MOST_TIMES}), **common
            )
        case "number":
            return forms.CharField(widget=forms.NumberInput(attrs={"step": "any"}), **common)
        case "choice":
            blank = "请选择" if field.required else "—"
            return forms.CharField(
                widget=forms.Select(choices=_with_blank(blank, (field.choices or {}).items())),
                **common,
            )
        case "metric":
            choices = _with_blank("不对应系统指标（手工评定）", metric_choices())
            return forms.CharField(widget=forms.Select(choices=choices), **common)
        case _:
            return forms.CharField(widget=forms.TextInput, **common)


def _with_blank(blank: str, choices: Any) -> Sequence[tuple[str, str]]:
    return [("", blank), *choices]
