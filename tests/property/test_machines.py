"""Every machine of the product: each state can be reached and left, and the end is the end."""

from __future__ import annotations

import random

import pytest

from bihuan.kernel.machines import Machine
from bihuan.loop.services.escalation import case_models
from bihuan.loop.states import SYSTEM, EvidenceKind
from bihuan.people.states import Capability

MACHINES: dict[str, Machine] = {kind: model.machine for kind, model in case_models().items()}
LONGEST = 200


@pytest.fixture(params=sorted(MACHINES))
def machine(request: pytest.FixtureRequest) -> Machine:
    """Each machine in turn."""
    return MACHINES[request.param]


def test_the_product_has_its_machines() -> None:
    assert {"hazard", "self_check", "duty", "campaign", "deliverable", "bulletin"} <= set(MACHINES)


def test_every_state_can_be_reached(machine: Machine) -> None:
    reached, ahead = {machine.start}, [machine.start]
    while ahead:
        for step in machine.steps_from(ahead.pop()):
            if step.target not in reached:
                reached.add(step.target)
                ahead.append(step.target)
    assert reached == set(machine.states)


def test_nothing_starts_from_an_end(machine: Machine) -> None:
    assert machine.end
    assert not [step.name for state in machine.end for step in machine.steps_from(state)]


@pytest.mark.parametrize("seed", range(20))
def test_a_random_walk_ends_or_can_still_go_on(machine: Machine, seed: int) -> None:
    walk, state = random.Random(seed), machine.start
    for _ in range(LONGEST):
        if machine.is_final(state):
            break
        state = walk.choice(machine.steps_from(state)).target
        assert state in machine.states
    assert machine.is_final(state) or machine.steps_from(state)


def test_an_end_can_be_reached_from_every_state(machine: Machine) -> None:
    for start in machine.states:
        seen, ahead = {start}, [start]
        while ahead:
            for step in machine.steps_from(ahead.pop()):
                if step.target not in seen:
                    seen.add(step.target)
                    ahead.append(step.target)
        assert seen & machine.end, start


def test_every_wait_has_a_clock(machine: Machine) -> None:
    for step in machine.steps:
        if step.target in machine.end or step.target in machine.timeless:
            continue
        assert step.clock or step.keeps_clock, f"{machine.name}.{step.name}"


def test_every_step_is_somebodys_and_asks_for_known_proof(machine: Machine) -> None:
    for step in machine.steps:
        assert step.capability in {*Capability.values, SYSTEM}, step.name
        assert set(step.needs) <= set(EvidenceKind.values), step.name
        assert step.label


def test_every_state_and_step_is_named_in_chinese(machine: Machine) -> None:
    labels = [*machine.states.values(), *(step.label for step in machine.steps)]
    assert all(any("一" <= letter <= "鿿" for letter in label) for label in labels)
