"""Checklists as people type them: name and source, then one row per item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from bihuan.people.models import Organisation, User
from bihuan.people.states import OrganisationKind
from bihuan.standards.models import CheckItem
from bihuan.standards.rules import LONGEST_BASIS, LONGEST_GROUP, LONGEST_TEXT, NewItem
from bihuan.standards.states import Severity

MOST_ITEMS = 500
EMPTY_ROWS = 3


class ChecklistForm(forms.Form):
    """Name, source, and whose it is."""

    name = forms.CharField(label="名称", max_length=120)
    source = forms.CharField(
        label="来源", max_length=200, required=False, help_text="依据的方案、标准或文件。"
    )


class NewChecklistForm(ChecklistForm):
    """A new checklist also says which body issues it, and may bring its items in a workbook."""

    organisation = forms.ModelChoiceField(
        label="制定单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    file = forms.FileField(
        label="检查项（Excel）", required=False, help_text="可以先不上传，建立后逐项填写。"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["organisation"]
        bodies.queryset = Organisation.objects.visible_to(user).exclude(
            kind=OrganisationKind.ENTERPRISE
        )
        if user.post is not None:
            bodies.initial = user.post.organisation_id


class UploadForm(forms.Form):
    """A workbook whose items replace those of the draft."""

    file = forms.FileField(label="检查项（Excel）", help_text="将替换本版现有的全部检查项。")


class ItemForm(forms.Form):
    """One item."""

    group = forms.CharField(label="类别", max_length=LONGEST_GROUP, required=False)
    text = forms.CharField(
        label="检查内容", max_length=LONGEST_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    basis = forms.CharField(label="依据", max_length=LONGEST_BASIS, required=False)
    severity = forms.ChoiceField(label="隐患级别", choices=Severity.choices)
    photo_required = forms.BooleanField(label="须拍照", required=False)

    @property
    def is_empty(self) -> bool:
        """Whether the row says nothing and is to be left out."""
        return not any(self.cleaned_data.get(name) for name in ("text", "group", "basis"))


ItemRows = forms.formset_factory(
    ItemForm, extra=EMPTY_ROWS, max_num=MOST_ITEMS, absolute_max=MOST_ITEMS + EMPTY_ROWS,
    can_delete=True,
)  # fmt: skip


def initial_rows(items: Sequence[CheckItem]) -> list[dict[str, Any]]:
    """Return a draft's items as the rows show them."""
    names = ("group", "text", "basis", "severity", "photo_required")
    return [{name: getattr(item, name) for name in names} for item in items]


def items_of(rows: Any) -> list[NewItem]:
    """Return the items of valid rows, without the empty and the deleted ones."""
    return [
        NewItem(**{name: row.cleaned_data[name] for name in row.fields if name != "DELETE"})
        for row in rows
        if row.cleaned_data and not row.cleaned_data.get("DELETE") and not row.is_empty
    ]
