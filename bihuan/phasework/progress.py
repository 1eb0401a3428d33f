"""阶段推进: one phase with its items, its outputs, and the state of every unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bihuan.campaigns.living import LiveItem, living_document
from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.states import ItemKind, PhaseState
from bihuan.kernel.areas import AreaRange, level_of
from bihuan.metrics.measure import Measure, measure, measure_by_area
from bihuan.metrics.registry import Metric, all_metrics
from bihuan.metrics.where import Where
from bihuan.people.models import Area
from bihuan.phasework.models import PhaseChange, PhaseMark, PhaseOutput
from bihuan.phasework.queries import items_of_phases, stretches
from bihuan.phasework.rules import relations

COLUMNS = ("self_check.rate", "hazard.closing_rate", "duty.done_rate", "deliverable.on_time_rate")
"""The rates by which a unit is seen in a phase; those that this build declares."""


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """One phase in the row of phases."""

    phase: Phase
    state: PhaseState
    dates: str
    note: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit over the rates; the last row is the whole."""

    name: str
    cells: list[Measure]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """The page of one phase."""

    phase: Phase
    groups: list[tuple[str, list[LiveItem]]]
    done: int
    tracked: int
    columns: list[Metric]
    rows: list[UnitRow]
    outputs: list[PhaseOutput]
    changes: list[PhaseChange]
    marks: list[PhaseMark]


def phase_lines(campaign: Campaign, *, on: date, shown: int | None) -> list[PhaseLine]:
    """Return the row of phases, each with its days as far as they are known."""
    unusual = relations(stretches(campaign))
    return [
        PhaseLine(
            phase, phase.state_on(on), dates_text(phase), unusual.get(phase.pk, ""),
            phase.pk == shown,
        )
        for phase in campaign.phases.order_by("number")
    ]  # fmt: skip


def dates_text(phase: Phase) -> str:
    """Return a phase's days in words; what the plan leaves open reads as such."""
    if phase.start is None and phase.end is None:
        return "未定日期"
    start = phase.start.isoformat() if phase.start else "下达"
    return f"{start} 至 {phase.end.isoformat()}" if phase.end else f"{start} 起，长期"


def phase_shown(campaign: Campaign, wanted: int | None, *, on: date) -> Phase | None:
    """Return the phase asked for, else the last that runs, else the next, else the last."""
    phases = list(campaign.phases.order_by("number"))
    chosen = [one for one in phases if one.pk == wanted]
    running = [one for one in phases if one.state_on(on) is PhaseState.RUNNING]
    coming = [one for one in phases if one.state_on(on) is PhaseState.NOT_STARTED]
    return next(iter([*chosen, *running[-1:], *coming[:1], *phases[-1:]]), None)


def progress_of(campaign: Campaign, phase: Phase, *, area: Area, on: date) -> Progress:
    """Return the phase as it stands on a day, for an area and the units below it."""
    document = living_document(campaign, area=area.range, on=on)
    mine = {item.pk for item in items_of_phases(campaign)[phase.pk]}
    live: dict[int, LiveItem] = {}
    for sentence in document.sentences:
        live.update({one.item.pk: one for one in sentence.items if one.item.pk in mine})
    groups = [
        (str(kind.label), [one for one in live.values() if one.item.kind == kind])
        for kind in (ItemKind.TARGET, ItemKind.TASK, ItemKind.DELIVERABLE, ItemKind.DUTY, ItemKind.CHECK_ITEM)
    ]  # fmt: skip
    tracked = [one for one in live.values() if one.state.value != "untracked"]
    columns = [one for one in all_metrics() if one.key in COLUMNS]
    columns.sort(key=lambda one: COLUMNS.index(one.key))
    return Progress(
        phase, [(label, items) for label, items in groups if items],
        sum(one.state.value == "done" for one in tracked), len(tracked), columns,
        _rows(columns, _where(campaign, phase, area.range, on), area),
        list(phase.outputs.select_related("organisation").order_by("kind", "id")),
        list(phase.changes.select_related("created_by").order_by("id")), list(phase.marks.all()),
    )  # fmt: skip


def _where(campaign: Campaign, phase: Phase, area: AreaRange, on: date) -> Where:
    """Return the question that the phase asks: its days, those of an open one up to today."""
    whole = Where(area=area, on=on, campaign=campaign.pk)
    if phase.start is None and phase.end is None:
        return whole
    has_begun = phase.start is None or phase.start <= on
    return replace(whole, start=phase.start, end=phase.end or (on if has_begun else None))


def _rows(columns: list[Metric], where: Where, area: Area) -> list[UnitRow]:
    below = list(Area.objects.children_of(area.code))
    rows = []
    if below and columns:
        codes, level = [one.code for one in below], level_of(below[0].code)
        taken = [measure_by_area(one, where, level=level, codes=codes) for one in columns]
        rows = [UnitRow(one.name, [column[one.code] for column in taken]) for one in below]
        rows = [row for row in rows if any(cell.whole for cell in row.cells)]
    return [
        *rows,
        UnitRow(f"{area.name}合计", [measure(one, where) for one in columns], is_whole=True),
    ]
