"""What people choose about packs."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.packs.loading import all_packs
from bihuan.people.models import Organisation, User
from bihuan.people.states import OrganisationKind

FIRST_YEAR, LAST_YEAR = 2000, 2100


class DraftForm(forms.Form):
    """Which body starts a campaign from the sample plan, for which year, under what title."""

    organisation = forms.ModelChoiceField(
        label="组织单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )
    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    title = forms.CharField(
        label="标题", max_length=200, required=False, help_text="不填时沿用示例方案的标题。"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_bodies(self, user)


class PublishForm(forms.Form):
    """Whose check standard the pack's checklist becomes."""

    organisation = forms.ModelChoiceField(
        label="制定单位", queryset=Organisation.objects.none(), empty_label="请选择"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_bodies(self, user)


class AttachForm(forms.Form):
    """Which pack a draft is to use."""

    pack = forms.ChoiceField(label="行业包")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["pack"]
        field.choices = [(one.code, one.name) for one in all_packs().values()]


class TakeForm(forms.Form):
    """Which check items and kinds of enterprise a draft takes over; the service judges them."""

    rows = forms.TypedMultipleChoiceField(coerce=int, required=False)
    categories = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pack = all_packs()[code]
        rows: Any = self.fields["rows"]
        rows.choices = [(number, row.text) for number, _, row in pack.numbered]
        categories: Any = self.fields["categories"]
        categories.choices = [(one.code, one.name) for one in pack.scope]


def _own_bodies(form: forms.Form, user: User) -> None:
    """Offer the bodies inside the person's area, his own first."""
    field: Any = form.fields["organisation"]
    field.queryset = Organisation.objects.visible_to(user).exclude(kind=OrganisationKind.ENTERPRISE)
    if user.post is not None:
        field.initial = user.post.organisation_id
