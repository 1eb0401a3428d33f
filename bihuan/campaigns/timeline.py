"""The campaign's phases as a line with today on it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.campaigns.models import Phase
from bihuan.campaigns.states import PhaseState


@dataclass(frozen=True, slots=True)
class Stop:
    """One phase on a day; ``share`` of its days are over, today included, while it runs."""

    phase: Phase
    state: PhaseState
    note: str = ""
    share: float | None = None
    today_before: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """All phases; ``is_over`` when every one that has dates lies behind."""

    stops: tuple[Stop, ...]
    is_over: bool = False


def line_of(phases: Sequence[Phase], *, on: date) -> Line:
    """Return the line; today stands inside the running phases, or before the next one."""
    dated = [phase for phase in phases if phase.start or phase.end]
    states = {id(phase): phase.state_on(on) for phase in dated}
    is_running = PhaseState.RUNNING in states.values()
    waiting = [phase for phase in dated if states[id(phase)] is PhaseState.NOT_STARTED]
    after_today = None if is_running or not waiting else waiting[0]
    stops = tuple(_stop(phase, on, today_before=phase is after_today) for phase in phases)
    return Line(stops, is_over=bool(dated) and not is_running and not waiting)


def _stop(phase: Phase, on: date, *, today_before: bool) -> Stop:
    if phase.start is None and phase.end is None:
        return Stop(phase, PhaseState.NOT_STARTED, note="未写明日期")
    state = phase.state_on(on)
    if state is PhaseState.NOT_STARTED and phase.start is not None:
        note = f"还有 {(phase.start - on).days} 天开始"
        return Stop(phase, state, note=note, today_before=today_before)
    if state is PhaseState.ENDED or phase.end is None:
        return Stop(phase, state)
    left = (phase.end - on).days
    note = f"还有 {left} 天结束" if left else "今天结束"
    if phase.start is None:
        return Stop(phase, state, note=note)
    days = (phase.end - phase.start).days + 1
    gone = (on - phase.start).days + 1
    return Stop(phase, state, note=f"第 {gone}/{days} 天，{note}", share=gone / days)
