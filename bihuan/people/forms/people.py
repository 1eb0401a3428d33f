"""Bodies, accounts, posts and assignments as an administrator types them."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.people.models import Organisation, User
from bihuan.people.queries import areas_of, people_of
from bihuan.people.rules import roles_for
from bihuan.people.states import AssignmentKind, OrganisationKind, Role

CHOOSE = "请选择"


def area_choices(user: User) -> list[tuple[Any, str]]:
    """Return the areas within the person's scope, set in by level."""
    found = areas_of(user)
    top = found[0].level if found else 0
    steps = sorted({area.level for area in found})
    depth = {level: steps.index(level) for level in steps if level >= top}
    return [(area.code, "　" * depth.get(area.level, 0) + area.name) for area in found]


def optional_area(text: str) -> int | None:
    """Return the chosen area; none chosen is None."""
    return int(text) if text else None


class DayInput(forms.DateInput):
    """A date as the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OrganisationForm(forms.Form):
    """A body. Its kind and place are chosen once, when it is made."""

    name = forms.CharField(label="名称", max_length=120)
    kind = forms.ChoiceField(
        label="类别",
        choices=[
            (kind.value, kind.label)
            for kind in OrganisationKind
            if kind is not OrganisationKind.ENTERPRISE
        ],
    )
    area = forms.TypedChoiceField(label="区划", coerce=int)
    short_name = forms.CharField(
        label="文号代字", max_length=20, required=False, help_text="如“云溪安办”，用于公文文号。"
    )
    parent = forms.ModelChoiceField(
        label="上级机构", queryset=Organisation.objects.none(), required=False, empty_label="无"
    )

    def __init__(
        self, *args: Any, user: User, known: Organisation | None = None, **kwargs: Any
    ) -> None:
        if known is not None:
            kwargs["initial"] = {
                "name": known.name, "short_name": known.short_name, "parent": known.parent_id,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        parents: Any = self.fields["parent"]
        parents.queryset = Organisation.objects.visible_to(user).exclude(
            kind=OrganisationKind.ENTERPRISE
        )
        if known is None:
            place: Any = self.fields["area"]
            place.choices = area_choices(user)
        else:
            del self.fields["kind"], self.fields["area"]


class PostForm(forms.Form):
    """The post somebody holds."""

    organisation = forms.ModelChoiceField(
        label="机构", queryset=Organisation.objects.none(), empty_label=CHOOSE
    )
    role = forms.ChoiceField(label="岗位", help_text="能做什么、能看什么由岗位和机构决定。")
    title = forms.CharField(label="职务", max_length=60, required=False, help_text="如“副镇长”。")
    area = forms.TypedChoiceField(
        label="负责区划",
        coerce=optional_area,
        required=False,
        empty_value=None,
        help_text="只负责机构辖区的一部分时选择，如网格员负责某个社区。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: Any = self.fields["organisation"]
        bodies.queryset = Organisation.objects.visible_to(user).exclude(
            kind=OrganisationKind.ENTERPRISE
        )
        roles: Any = self.fields["role"]
        roles.choices = [("", CHOOSE), *((one.value, one.label) for one in officials())]
        place: Any = self.fields["area"]
        place.choices = [("", "机构全部辖区"), *area_choices(user)]


def officials() -> list[Role]:
    """Return the posts of officials."""
    return roles_for(OrganisationKind.TOWN_OFFICE)


class AccountForm(PostForm):
    """A new account with its post."""

    name = forms.CharField(label="姓名", max_length=40)
    username = forms.CharField(
        label="账号", max_length=60, help_text="字母或数字，开通后不能更改。"
    )
    phone = forms.CharField(label="手机号", max_length=20, required=False)
    field_order = ("name", "username", "phone", "organisation", "role", "title", "area")


class ChangePostForm(PostForm):
    """Another post from a day on."""

    on = forms.DateField(label="任职日期", widget=DayInput)


class PersonForm(forms.Form):
    """Name and telephone."""

    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="手机号", max_length=20, required=False)


class ReasonForm(forms.Form):
    """Why an account is closed."""

    reason = forms.CharField(label="停用原因", max_length=200)


class AssignmentForm(forms.Form):
    """Who answers for a place."""

    kind = forms.ChoiceField(label="方式", choices=AssignmentKind.choices)
    area = forms.TypedChoiceField(label="区划", coerce=int)
    user = forms.ModelChoiceField(
        label="责任人",
        queryset=User.objects.none(),
        empty_label=CHOOSE,
        error_messages={"required": "必须明确到人，请选择责任人。"},
    )
    since = forms.DateField(label="开始日期", widget=DayInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["area"]
        place.choices = area_choices(user)
        offer_people(self.fields["user"], user)


class EndAssignmentForm(forms.Form):
    """When an assignment ends, and who takes over."""

    on = forms.DateField(label="结束日期", widget=DayInput, help_text="含当日。")
    successor = forms.ModelChoiceField(
        label="接任人",
        queryset=User.objects.none(),
        required=False,
        empty_label="不移交",
        help_text="网格必须有接任人；接任人从次日起负责。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["successor"], user)


def offer_people(field: Any, user: User) -> None:
    """Let a field offer the officials within the person's scope, with their posts."""
    posts = people_of(user)
    words = {post.user_id: f"{post.user.name}（{post}）" for post in posts}
    field.queryset = User.objects.filter(pk__in=list(words)).order_by("pk")
    field.label_from_instance = lambda person: words.get(person.pk, person.name)


class AreaForm(forms.Form):
    """A place below another: its code and name."""

    code = forms.IntegerField(
        label="区划代码",
        min_value=10**11,
        max_value=10**12 - 1,
        help_text="12 位统计用区划代码，不足的右边补 0。",
        error_messages={"min_value": "应为 12 位数字。", "max_value": "应为 12 位数字。"},
    )
    name = forms.CharField(label="名称", max_length=60)
