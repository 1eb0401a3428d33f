"""What a filing asks for, and what its steps ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from bihuan.filings.models import Filing
from bihuan.filings.rules import MAY_NOT, MOST_ITEMS, ListedItem
from bihuan.people.models import Organisation, User


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class InspectorForm(forms.Form):
    """Who is to inspect."""

    inspector = forms.ModelChoiceField(
        Organisation.objects.none(), label="检查主体",
        help_text="须是法定行政机关、授权或受委托组织，或依法承接检查权的乡镇（街道）；安委办、村（社区）不能作为检查主体。",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the bodies in reach that may inspect."""
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.visible_to(user).exclude(kind__in=list(MAY_NOT))
        self.fields["inspector"].queryset = rows.order_by("area", "name")  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """The filing itself; the item list stands beside it as rows of two fields."""

    purpose = forms.CharField(
        label="检查事由", max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    mandate = forms.CharField(
        label="检查权依据", max_length=300, required=False,
        help_text="乡镇（街道）必填：承接检查权的决定和文号；受委托的填委托书。",
    )  # fmt: skip
    times = forms.IntegerField(label="每家企业最多检查次数", min_value=1, max_value=12)
    starts_on = _day("检查开始")
    ends_on = _day("检查结束")
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, filing: Filing) -> DraftForm:
        """Return the form filled with what is kept."""
        names = ("purpose", "mandate", "times", "starts_on", "ends_on", "version")
        return cls(initial={name: getattr(filing, name) for name in names})


def items_in(posted: QueryDict) -> list[ListedItem]:
    """Return the rows of the item list that were sent; rows without any words are left out."""
    texts, bases = posted.getlist("item_text"), posted.getlist("item_basis")
    rows = [ListedItem(text[:500], basis[:300]) for text, basis in zip(texts, bases, strict=False)]
    return [one for one in rows if one.text.strip() or one.basis.strip()][: MOST_ITEMS + 1]


class ApprovalForm(forms.Form):
    """The approval, as its paper says."""

    approved_by = forms.CharField(label="批准机关", max_length=120)
    approval_number = forms.CharField(label="批准文号", max_length=60)
    approved_on = _day("批准日期")


class RecordForm(forms.Form):
    """The filing number, as the receipt says."""

    filed_with = forms.CharField(label="备案机关", max_length=120)
    filing_number = forms.CharField(label="备案号", max_length=60)
    filed_on = _day("备案日期")


STEP_FORMS: dict[str, type[forms.Form]] = {"approve": ApprovalForm, "file": RecordForm}
"""Steps that ask for facts, and the form that asks."""
