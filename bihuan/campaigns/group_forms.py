"""The forms of a leading group: a seat, a class of posts, the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from bihuan.campaigns.groups import post_label
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.groups import LONGEST_WORDS, InWords, Naming, OnePost, PostClass
from bihuan.campaigns.states import GroupRole
from bihuan.people.models import Area, Organisation, User
from bihuan.people.queries import people_of
from bihuan.people.rules import roles_for
from bihuan.people.states import OrganisationKind, Role

Choices = list[tuple[str, str]]
OFFICIALS = [
    (one.value, one.label)
    for one in roles_for(OrganisationKind.TOWN_OFFICE)
    if one is not Role.ADMINISTRATOR
]
BODIES = [(one.value, one.label) for one in OrganisationKind if one != OrganisationKind.ENTERPRISE]


def near_areas(campaign: Campaign, user: User) -> list[Area]:
    """Return the campaign's place and those one level below, as far as the person sees them."""
    codes = [campaign.area, *Area.objects.children_of(campaign.area).values_list("code", flat=True)]
    return list(Area.objects.visible_to(user).filter(code__in=codes).order_by("code"))


def post_choices(campaign: Campaign, user: User) -> Choices:
    """Return the posts held today in the bodies of those places, each post once."""
    codes = [area.code for area in near_areas(campaign, user)]
    held = people_of(user).filter(organisation__area__in=codes).exclude(role=Role.ADMINISTRATOR)
    found: dict[str, tuple[str, list[str]]] = {}
    for post in held:
        key = f"{post.organisation_id}:{post.role}:{post.title}"
        label = post_label(post.organisation, post.role, post.title)
        found.setdefault(key, (label, []))[1].append(post.user.name)
    return [(key, f"{label}（现任：{'、'.join(names)}）") for key, (label, names) in found.items()]


def office_choices(campaign: Campaign, user: User) -> QuerySet[Organisation]:
    """Return the official bodies of those places."""
    codes = [area.code for area in near_areas(campaign, user)]
    return (
        Organisation.objects.visible_to(user)
        .filter(area__in=codes)
        .exclude(kind=OrganisationKind.ENTERPRISE)
    )


class NamingForm(forms.Form):
    """Who takes a seat: a post, or words."""

    post = forms.ChoiceField(
        label="按岗位", required=False,
        help_text="席位跟着岗位走：任职人员变动后，新任人员自动接替。",
    )  # fmt: skip
    words = forms.CharField(
        label="或填写姓名、职务", required=False, max_length=LONGEST_WORDS,
        help_text="没有账号的单位或人员用文字填写，如“示例镇派出所所长”。",
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        post: Any = self.fields["post"]
        post.choices = [("", "请选择岗位"), *post_choices(campaign, user)]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways, not both."""
        data = super().clean() or {}
        has_post, has_words = bool(data.get("post")), bool((data.get("words") or "").strip())
        if has_post and has_words:
            self.add_error("words", "已选岗位又填写了文字，请只留一种。")
        if not has_post and not has_words and not self.errors:
            self.add_error("post", "请选择岗位，或在下面填写姓名、职务。")
        return data

    def naming(self) -> Naming:
        """Return what was chosen; the form is valid."""
        chosen = self.cleaned_data["post"]
        if not chosen:
            return InWords(self.cleaned_data["words"])
        body, role, title = chosen.split(":", 2)
        return OnePost(int(body), role, title)


class SeatForm(NamingForm):
    """A new seat."""

    role = forms.ChoiceField(label="职务", choices=GroupRole.choices)
    field_order = ("role", "post", "words")


class ClassForm(forms.Form):
    """A whole class of posts as one seat."""

    role = forms.ChoiceField(label="职务", choices=GroupRole.choices, initial=GroupRole.MEMBER)
    area = forms.TypedChoiceField(label="区划", coerce=int, help_text="包括所选区划以下各级。")
    kind = forms.ChoiceField(label="机构类别", choices=BODIES)
    post_role = forms.ChoiceField(label="岗位", choices=OFFICIALS)

    def __init__(self, *args: Any, campaign: Campaign, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        place: Any = self.fields["area"]
        place.choices = [(area.code, area.name) for area in near_areas(campaign, user)]

    def naming(self) -> PostClass:
        """Return what was chosen; the form is valid."""
        data = self.cleaned_data
        return PostClass(kind=data["kind"], role=data["post_role"], area=data["area"])


class OfficeForm(forms.Form):
    """Where the group's office sits."""

    office = forms.ModelChoiceField(
        label="办公室设在", queryset=Organisation.objects.none(), required=False,
        empty_label="请选择机构",
    )  # fmt: skip
    words = forms.CharField(
        label="或写明设在哪里", required=False, max_length=120,
        help_text="系统里没有这个机构时填写。",
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        office: Any = self.fields["office"]
        office.queryset = office_choices(campaign, user)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two ways, not both."""
        data = super().clean() or {}
        if bool(data.get("office")) == bool((data.get("words") or "").strip()) and not self.errors:
            self.add_error("office", "请选择一个机构，或写明设在哪里，只填一种。")
        return data
