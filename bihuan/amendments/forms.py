"""Shape of what is asked for an amendment."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.amendments.models import Amendment
from bihuan.amendments.services.deciding import Options
from bihuan.campaigns.forms import ACCEPTED, LIMIT_MB
from bihuan.people.models import Area
from bihuan.planparse.readers import MAX_CHARACTERS, MAX_FILE_BYTES
from bihuan.reference.sectors import SECTORS
from bihuan.reference.tags import TAGS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RevisionForm(forms.Form):
    """The revised document, where it comes from, and why."""

    file = forms.FileField(
        label="修订后的方案全文", required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "data-max-bytes": MAX_FILE_BYTES}),
        help_text=f"Word（.docx）、可复制文字的 PDF、网页或纯文本，不超过 {LIMIT_MB} MB。",
    )  # fmt: skip
    text = forms.CharField(
        label="或粘贴修订后的全文", required=False, strip=False, max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    document_number = forms.CharField(label="修订文件文号", required=False, max_length=60)
    issued_on = forms.DateField(label="修订文件日期", required=False, widget=DAY)
    reason = forms.CharField(
        label="修订原因", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明为什么修订、依据哪份文件或会议。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways to hand the text in, not both."""
        data = super().clean() or {}
        has_file, has_text = bool(data.get("file")), bool((data.get("text") or "").strip())
        if has_file and has_text:
            self.add_error("text", "已选文件又粘贴了文字，请只留一种。")
        if not has_file and not has_text and "file" not in self.errors:
            self.add_error("file", "请选择修订后的方案，或在下面粘贴全文。")
        return data


class OptionsForm(forms.Form):
    """What is settled for the amendment as a whole."""

    duties_from = forms.DateField(
        label="新频次起始日期", widget=DAY,
        help_text="从这一天起、原周期办完后按新频次派发；已派发的不变。",
    )  # fmt: skip
    self_check_due_on = forms.DateField(label="企业自查完成期限", required=False, widget=DAY)
    areas = forms.TypedMultipleChoiceField(
        label="区划", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    sectors = forms.MultipleChoiceField(
        label="行业领域", required=False, choices=[(one.code, one.name) for one in SECTORS],
        widget=forms.CheckboxSelectMultiple, help_text="不选表示全部行业。",
    )  # fmt: skip
    tags = forms.MultipleChoiceField(
        label="类别标签", required=False, choices=[(one.name, one.name) for one in TAGS],
        widget=forms.CheckboxSelectMultiple, help_text="选了几个，就纳入带其中任一标签的企业。",
    )  # fmt: skip

    def __init__(self, *args: Any, amendment: Amendment, areas: list[Area], **more: Any) -> None:
        more.setdefault(
            "initial",
            {
                "duties_from": amendment.duties_from,
                "self_check_due_on": amendment.self_check_due_on,
                "areas": amendment.scope_areas,
                "sectors": amendment.scope_sectors,
                "tags": amendment.scope_tags,
            },
        )
        super().__init__(*args, **more)
        choices = {one.code: one.name for one in areas}
        for code in amendment.scope_areas:
            if code not in choices:
                known = Area.objects.filter(code=code).first()
                choices[code] = known.name if known else str(code)
        self.fields["areas"].choices = list(choices.items())  # type: ignore[attr-defined]

    def options(self) -> Options:
        """Return what was chosen, as the service takes it."""
        data = self.cleaned_data
        return Options(
            data["duties_from"], data["self_check_due_on"], tuple(data["areas"]),
            tuple(data["sectors"]), tuple(data["tags"]),
        )  # fmt: skip
