"""Shape of what the pages of decomposition ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from bihuan.campaigns.items import summary
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.states import ItemKind
from bihuan.cascade.models import InheritedItem
from bihuan.cascade.queries import Body
from bihuan.cascade.rules.framing import concerns
from bihuan.cascade.services.decomposing import Assigned, Mode

SORTS = {
    "department": "本级部门", "office": "下级安委办、应急局", "town": "乡镇（街道）",
    "community": "村（社区）",
}  # fmt: skip
MODES = [("plan", "制定实施方案并报备"), ("sign", "签收任务（不另发文）")]


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies or items under one heading, each with its box to tick."""

    label: str
    rows: list[tuple[Any, BoundField]]


class DecomposeForm(forms.Form):
    """Bodies, items, mode and day of one handing down; bodies with other items go separately."""

    mode = forms.ChoiceField(label="要求", choices=MODES, widget=forms.RadioSelect, initial="plan")
    asked_by = forms.DateField(
        label="完成期限", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="制定实施方案并报备（或签收）的最后一天。",
    )  # fmt: skip
    only_concerned = forms.BooleanField(
        label="按责任主体筛选", required=False, initial=True,
        help_text="勾选后，写明由其他单位承担的职责、任务和报送不分给不相关的单位。",
    )  # fmt: skip

    def __init__(
        self, *args: Any, bodies: Sequence[Body], items: Sequence[PlanItem], deadline: date | None,
        **more: Any,
    ) -> None:  # fmt: skip
        """Add a box per body and per item."""
        super().__init__(*args, **more)
        self.fields["asked_by"].initial = deadline
        self.bodies, self.items = bodies, items
        for body in bodies:
            self.fields[f"body_{body.organisation.pk}"] = forms.BooleanField(
                label=body.organisation.name, required=False
            )
        for item in items:
            self.fields[f"item_{item.pk}"] = forms.BooleanField(
                label=summary(item.kind, item.data), required=False, initial=True
            )

    def body_groups(self) -> list[Group]:
        """The bodies by what they are."""
        return [
            Group(label, rows)
            for sort, label in SORTS.items()
            if (
                rows := [
                    (body, self[f"body_{body.organisation.pk}"])
                    for body in self.bodies
                    if body.sort == sort
                ]
            )
        ]

    def item_groups(self) -> list[Group]:
        """The items by kind, in the order a plan tells them."""
        kinds = dict.fromkeys(item.kind for item in self.items)
        return [
            Group(
                str(ItemKind(kind).label),
                [(item, self[f"item_{item.pk}"]) for item in self.items if item.kind == kind],
            )
            for kind in kinds
        ]

    def assigned(self) -> list[Assigned]:
        """Return what was chosen, body by body, as the service takes it."""
        data = self.cleaned_data
        items = [item for item in self.items if data[f"item_{item.pk}"]]
        mode: Mode = "sign" if data["mode"] == "sign" else "plan"
        return [
            Assigned(body.organisation.pk, self._share(items, body), data["asked_by"], mode)
            for body in self.bodies
            if data[f"body_{body.organisation.pk}"]
        ]

    def _share(self, items: Sequence[PlanItem], body: Body) -> list[int]:
        narrow = self.cleaned_data["only_concerned"]
        return [
            item.pk
            for item in items
            if not narrow or concerns(item.kind, item.data, body=body.sort)
        ]


class MatchForm(forms.Form):
    """Which own item answers which of the superior's; the empty choice adds the superior's."""

    def __init__(
        self, *args: Any, asked: Sequence[InheritedItem], own: Iterable[PlanItem],
        suggested: dict[int, int], **more: Any,
    ) -> None:  # fmt: skip
        """Add a select per inherited item, the likely answer chosen."""
        super().__init__(*args, **more)
        self.asked = asked
        own = list(own)
        for one in asked:
            choices = [
                (str(item.pk), summary(item.kind, item.data)[:60])
                for item in own
                if item.kind == one.kind
            ]
            self.fields[f"match_{one.pk}"] = forms.ChoiceField(
                label=one.quote[:40], required=False, initial=str(suggested.get(one.pk, "")),
                choices=[("", "本方案没有写，按上级要求增加"), *choices],
            )  # fmt: skip

    def rows(self) -> list[tuple[InheritedItem, BoundField]]:
        """The inherited items with their selects."""
        return [(one, self[f"match_{one.pk}"]) for one in self.asked]

    def pairs(self) -> dict[int, int | None]:
        """Return what was chosen."""
        data = self.cleaned_data
        return {
            one.pk: int(chosen) if (chosen := data[f"match_{one.pk}"]) else None
            for one in self.asked
        }


class ReceiptForm(forms.Form):
    """By when enterprises sign."""

    due_on = forms.DateField(
        label="签收期限", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
