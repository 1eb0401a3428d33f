"""Declared state machines: who may take a case from where to where, against which clock.

A machine is checked when it is built, that is at import: a state that cannot be reached, a
state from which no end can be reached, or a waiting state that no clock watches is an error
in the program, not something found out later by a user.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum


class MachineError(Exception):
    """A machine is declared wrongly."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way from one or more states to another."""

    name: str
    sources: tuple[str, ...]
    target: str
    capability: str
    label: str
    clock: str | None = None
    keeps_clock: bool = False
    needs: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    reason: bool = False


def step(
    name: str,
    sources: str | Sequence[str],
    target: str,
    capability: str,
    label: str,
    *,
    clock: str | None = None,
    keeps_clock: bool = False,
    needs: str | Sequence[str] = (),
    not_by: str | Sequence[str] = (),
    reason: bool = False,
) -> Step:
    """Declare a step.

    ``clock`` names the term that starts with the step; ``keeps_clock`` lets the running
    deadline stand; ``needs`` are kinds of evidence; ``not_by`` are earlier steps whose doer may
    not do this one; ``reason`` asks for a written reason.
    """
    return Step(
        name=name,
        sources=_values(sources),
        target=_value(target),
        capability=_value(capability),
        label=label,
        clock=clock,
        keeps_clock=keeps_clock,
        needs=_values(needs),
        not_by=_values(not_by),
        reason=reason,
    )


def _value(item: str) -> str:
    return str(item.value) if isinstance(item, Enum) else item


def _values(items: str | Sequence[str]) -> tuple[str, ...]:
    return (_value(items),) if isinstance(items, str) else tuple(_value(item) for item in items)


@dataclass(frozen=True)
class Machine:
    """The whole life of one kind of case.

    ``states`` maps each state's value to its Chinese label. ``timeless`` are waiting states
    that deliberately run without a deadline.
    """

    name: str
    states: Mapping[str, str]
    start: str
    end: frozenset[str]
    steps: tuple[Step, ...]
    timeless: frozenset[str] = frozenset()
    by_name: Mapping[str, Step] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {item.name: item for item in self.steps})
        _check(self)

    def step(self, name: str) -> Step:
        """Return the step of that name (a KeyError is a bug in the caller)."""
        return self.by_name[name]

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the steps that start in ``state``, in the order declared."""
        return tuple(item for item in self.steps if state in item.sources)

    def is_final(self, state: str) -> bool:
        """Whether nothing more is expected of anybody."""
        return state in self.end


def machine(
    name: str,
    states: type[Enum],
    *,
    start: str,
    end: Sequence[str],
    steps: Sequence[Step],
    timeless: Sequence[str] = (),
) -> Machine:
    """Build and check a machine from an enumeration whose members carry a ``label``."""
    labels = {str(state.value): str(getattr(state, "label", state.name)) for state in states}
    return Machine(
        name, labels, _value(start), frozenset(_values(list(end))), tuple(steps),
        frozenset(_values(list(timeless))),
    )  # fmt: skip


def _check(item: Machine) -> None:
    _check_names(item)
    _check_reachable(item)
    _check_no_dead_end(item)
    _check_clocks(item)


def _check_names(item: Machine) -> None:
    used = {item.start, *item.end}
    for one in item.steps:
        used |= {*one.sources, one.target}
    unknown = used - set(item.states)
    if unknown:
        raise MachineError(f"{item.name}: unknown states {sorted(unknown)}")
    if len(item.by_name) != len(item.steps):
        raise MachineError(f"{item.name}: two steps share a name")
    for one in item.steps:
        missing = set(one.not_by) - set(item.by_name)
        if missing:
            raise MachineError(f"{item.name}.{one.name}: not_by names no step {sorted(missing)}")
        if item.end & set(one.sources):
            raise MachineError(f"{item.name}.{one.name}: starts in a final state")


def _check_reachable(item: Machine) -> None:
    seen, todo = {item.start}, [item.start]
    while todo:
        for one in item.steps_from(todo.pop()):
            if one.target not in seen:
                seen.add(one.target)
                todo.append(one.target)
    lost = set(item.states) - seen
    if lost:
        raise MachineError(f"{item.name}: unreachable states {sorted(lost)}")


def _check_no_dead_end(item: Machine) -> None:
    good = set(item.end)
    while True:
        more = {s for one in item.steps if one.target in good for s in one.sources} - good
        if not more:
            break
        good |= more
    stuck = set(item.states) - good
    if stuck:
        raise MachineError(f"{item.name}: no way to an end from {sorted(stuck)}")


def _check_clocks(item: Machine) -> None:
    for one in item.steps:
        waits = one.target not in item.end and one.target not in item.timeless
        if waits and not (one.clock or one.keeps_clock):
            raise MachineError(f"{item.name}.{one.name}: {one.target} waits without a clock")
