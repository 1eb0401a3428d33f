"""Shape of what the launch page asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.memory_models import Lesson
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.rules import HOLDERS, readings
from bihuan.campaigns.services import binding
from bihuan.campaigns.services.launch import suggested_choices
from bihuan.campaigns.services.memory import holders_learned
from bihuan.campaigns.states import ItemKind
from bihuan.people.models import Area
from bihuan.reference.sectors import SECTORS
from bihuan.reference.tags import TAGS


class LaunchForm(forms.Form):
    """Scope, deadline, holders of the duties, tasks to hand in."""

    areas = forms.TypedMultipleChoiceField(
        label="区划", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    sectors = forms.MultipleChoiceField(
        label="行业领域", required=False, choices=[(sector.code, sector.name) for sector in SECTORS],
        widget=forms.CheckboxSelectMultiple, help_text="不选表示全部行业。",
    )  # fmt: skip
    tags = forms.MultipleChoiceField(
        label="类别标签", required=False, choices=[(tag.name, tag.name) for tag in TAGS],
        widget=forms.CheckboxSelectMultiple, help_text="选了几个，就纳入带其中任一标签的企业。",
    )  # fmt: skip
    self_check_due_on = forms.DateField(
        label="企业自查完成期限",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, campaign: Campaign, areas: list[Area], duties: list[PlanItem],
        tasks: list[PlanItem], suggested: LaunchChoices, learned: Mapping[int, Lesson] | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Add a holder select per duty and a tick per task.

        ``learned`` says, by duty, from which earlier launch the suggested holder comes.
        """
        super().__init__(*args, **kwargs)
        self.campaign = campaign
        choices = [(area.code, area.name) for area in areas]
        self.fields["areas"].choices = choices  # type: ignore[attr-defined]
        self.fields["areas"].initial = list(suggested.areas)
        self.fields["sectors"].initial = list(suggested.sectors)
        self.fields["tags"].initial = list(suggested.tags)
        self.fields["self_check_due_on"].initial = suggested.self_check_due_on
        self.duty_rows: list[tuple[PlanItem, Any, str]] = []
        self.task_rows: list[tuple[PlanItem, Any]] = []
        for item in duties:
            name = f"holder_{item.pk}"
            self.fields[name] = forms.ChoiceField(
                label="由谁承担", choices=list(HOLDERS.items()),
                initial=suggested.holders.get(item.pk),
                help_text=_from_earlier((learned or {}).get(item.pk)),
            )  # fmt: skip
            self.duty_rows.append((item, self[name], _other_readings(item)))
        for item in tasks:
            name = f"task_{item.pk}"
            self.fields[name] = forms.BooleanField(
                label="下达为办结事项", required=False, initial=item.pk in suggested.tasks
            )
            self.task_rows.append((item, self[name]))

    def choices(self) -> LaunchChoices:
        """Return what was chosen, as the service takes it."""
        data = self.cleaned_data
        return LaunchChoices(
            self_check_due_on=data["self_check_due_on"],
            areas=tuple(data["areas"]),
            sectors=tuple(data["sectors"]),
            tags=tuple(data["tags"]),
            holders={item.pk: data[f"holder_{item.pk}"] for item, *_ in self.duty_rows},
            tasks=tuple(item.pk for item, _ in self.task_rows if data[f"task_{item.pk}"]),
        )


def _from_earlier(lesson: Lesson | None) -> str:
    """Say from which launch the holder is known, where it is."""
    if lesson is None:
        return ""
    holder = HOLDERS.get(lesson.changes["holder"][1], "")
    return f"上次同类方案由{holder}承担（{lesson.by_name}，《{lesson.campaign.title}》）。"


def _other_readings(item: PlanItem) -> str:
    """Say whom else the plan names, where it names several."""
    named = readings(item.data.get("actor"), str(item.data.get("action") or ""))
    return "、".join(HOLDERS[holder] for holder in named) if len(named) > 1 else ""


def form_for(campaign: Campaign, areas: list[Area], posted: QueryDict | None = None) -> LaunchForm:
    """Return the launch form of a draft: filled with what is suggested, or with what was sent."""
    suggested = suggested_choices(campaign, on=localdate())
    duties = binding.standing(campaign, ItemKind.DUTY)
    return LaunchForm(
        posted, campaign=campaign, areas=areas, suggested=suggested,
        duties=duties,
        learned=holders_learned(campaign, duties),
        tasks=binding.standing(campaign, ItemKind.TASK),
        initial={"version": campaign.version, "key": uuid4(), "revision": campaign.revision},
    )  # fmt: skip


def chosen_in(form: LaunchForm) -> LaunchChoices:
    """Return the form's choices; while it cannot be read, what is suggested."""
    if form.is_bound and form.is_valid():
        return form.choices()
    return suggested_choices(form.campaign, on=localdate())
