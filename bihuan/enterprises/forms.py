"""Shape and syntax of what people type about an enterprise."""

from __future__ import annotations

from typing import Any

from django import forms

from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.services.facts import LABELS
from bihuan.enterprises.states import EnterpriseStatus, RiskColour, Size
from bihuan.kernel.areas import AreaLevel
from bihuan.kernel.errors import BadInput
from bihuan.people.models import Organisation, User
from bihuan.people.queries import areas_of, people_of
from bihuan.people.states import AssignmentKind, OrganisationKind, Role
from bihuan.reference.sectors import SECTORS
from bihuan.reference.tags import TAGS


def area_choices(user: User) -> list[tuple[int, str]]:
    """Return the towns and communities within the person's scope, communities set in."""
    return [
        (area.code, f"　{area.name}" if area.level == AreaLevel.VILLAGE else area.name)
        for area in areas_of(user)
        if area.level >= AreaLevel.TOWN
    ]


def tag_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the tags by group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for tag in TAGS:
        groups.setdefault(tag.group, []).append((tag.name, tag.name))
    return list(groups.items())


class EnterpriseForm(forms.Form):
    """The facts of a dossier."""

    name = forms.CharField(max_length=120, help_text="与营业执照一致；没有执照的写招牌名称。")
    credit_code = forms.CharField(
        max_length=30, required=False, help_text="18 位，没有的留空；会核对校验位。"
    )
    area = forms.TypedChoiceField(coerce=int)
    address = forms.CharField(max_length=200, required=False)
    sector = forms.ChoiceField(choices=[(one.code, one.name) for one in SECTORS])
    industry = forms.CharField(max_length=60, required=False, help_text="如“家具制造业”，可留空。")
    size = forms.ChoiceField(choices=Size.choices)
    employees = forms.IntegerField(min_value=0, max_value=1_000_000)
    principal = forms.CharField(max_length=40, required=False)
    principal_phone = forms.CharField(max_length=20, required=False)
    safety_manager = forms.CharField(max_length=40, required=False)
    risk_colour = forms.ChoiceField(choices=RiskColour.choices)
    supervisor = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="所在乡镇（街道）安全办",
        help_text="不选时由所在乡镇（街道）安全办监管。",
    )
    tags = forms.MultipleChoiceField(
        choices=tag_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label="变更说明", max_length=300, required=False, help_text="如“年度核实”“企业来电更正”。"
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, known: Enterprise | None = None, **kwargs: Any):
        if known is not None:
            kwargs.setdefault("initial", initial_of(known))
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
        place: Any = self.fields["area"]
        place.choices = area_choices(user)
        bodies: Any = self.fields["supervisor"]
        bodies.queryset = _bodies(user, known)
        if known is None:
            del self.fields["note"]
            self.fields["employees"].initial = 0
            self.fields["risk_colour"].initial = RiskColour.BLUE
            self.fields["size"].initial = Size.SMALL

    def facts(self) -> dict[str, Any]:
        """Return what was typed as ``register_enterprise`` and ``update_enterprise`` take it."""
        facts = {k: v for k, v in self.cleaned_data.items() if k not in {"note", "version"}}
        if facts["supervisor"] is None:
            del facts["supervisor"]
        return facts


def _bodies(user: User, known: Enterprise | None) -> Any:
    bodies = Organisation.objects.visible_to(user).exclude(kind=OrganisationKind.ENTERPRISE)
    if known is not None:
        bodies = bodies | Organisation.objects.filter(pk=known.supervisor_id)
    return bodies.order_by("area", "id")


def initial_of(known: Enterprise) -> dict[str, Any]:
    """Return a dossier's facts as the form shows them."""
    names = (*LABELS, "version")
    return {name: getattr(known, name) for name in names} | {"supervisor": known.supervisor_id}


def put_beside_fields(form: forms.Form, refusal: BadInput) -> None:
    """Show each problem of a refusal beside its field."""
    by_label = {field.label: name for name, field in form.fields.items()}
    for problem in refusal.problems:
        name = by_label.get(problem.where)
        text = f"{problem.message}{problem.suggestion}"
        form.add_error(name, text if name else str(problem))


class StatusForm(forms.Form):
    """经营状态 and why it changed."""

    status = forms.ChoiceField(label="经营状态", choices=EnterpriseStatus.choices)
    reason = forms.CharField(label="原因", max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AccountForm(forms.Form):
    """An account for somebody of the enterprise."""

    name = forms.CharField(label="姓名", max_length=40)
    username = forms.CharField(
        label="账号", max_length=60, help_text="字母或数字，常用手机号；开通后不能更改。"
    )
    role = forms.ChoiceField(
        label="岗位",
        choices=[(one.value, one.label) for one in (Role.SAFETY_MANAGER, Role.ENTERPRISE_HEAD)],
    )
    phone = forms.CharField(label="手机号", max_length=20, required=False)


class ResponsibleForm(forms.Form):
    """An official who answers for the enterprise."""

    kind = forms.ChoiceField(
        label="方式",
        choices=[(k.value, k.label) for k in AssignmentKind if k is not AssignmentKind.GRID],
    )
    user = forms.ModelChoiceField(
        label="责任人", queryset=User.objects.none(), empty_label="请选择"
    )
    since = forms.DateField(
        label="开始日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["user"]
        people.queryset = User.objects.filter(pk__in=people_of(user).values("user_id"))
        people.label_from_instance = lambda person: (
            f"{person.name}（{person.post}）" if person.post else person.name
        )


class ImportForm(forms.Form):
    """The workbook to take in."""

    file = forms.FileField(
        label="企业名单（Excel）", help_text="不超过 20 MB，一次不超过 5 万行。",
        error_messages={"empty": "文件是空的，请重新选择。"},
    )  # fmt: skip
