"""Objects of 示例一镇 for the addresses of 法规标准 and 部门协同."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bihuan.cooperation.models import (
    CooperationTask,
    Institute,
    JointAction,
    Meeting,
    Referral,
)
from bihuan.loop.models import Evidence
from bihuan.regulations.models import Regulation
from tests.world import World

Kwargs = dict[str, Any]


def pks(*rows: Any) -> list[Kwargs]:
    """Return the key of each row."""
    return [{"pk": row.pk} for row in rows]


def _between_bodies(model: Any, world: World) -> list[Kwargs]:
    return pks(*model.objects.filter(area=world.cast.town_one.area))


def _steps_between(model: Any, world: World) -> list[Kwargs]:
    return [
        {**one, "step": step}
        for one in _between_bodies(model, world) for step in model.machine.by_name
    ]  # fmt: skip


def _own_text(world: World) -> list[Kwargs]:
    return pks(*Regulation.objects.filter(area=world.cast.town_one.area))


def _paper_between(world: World) -> list[Kwargs]:
    papers = Evidence.objects.filter(case_kind="joint_action", area=world.cast.town_one.area)
    return [
        {"noun": "actions", "pk": one.case_id, "public_id": one.public_id} for one in papers
    ]  # fmt: skip


# fmt: off
BETWEEN_BODIES: dict[str, Callable[[World], list[Kwargs]]] = {
    **dict.fromkeys(
        ("regulations:detail", "regulations:edit", "regulations:next_edition",
         "regulations:comment"),
        _own_text,
    ),
    "cooperation:referral": lambda world: _between_bodies(Referral, world),
    "cooperation:referrals_step": lambda world: _steps_between(Referral, world),
    "cooperation:task": lambda world: _between_bodies(CooperationTask, world),
    "cooperation:tasks_step": lambda world: _steps_between(CooperationTask, world),
    "cooperation:meeting": lambda world: _between_bodies(Meeting, world),
    "cooperation:meetings_step": lambda world: _steps_between(Meeting, world),
    "cooperation:action": lambda world: _between_bodies(JointAction, world),
    "cooperation:actions_step": lambda world: _steps_between(JointAction, world),
    "cooperation:institute": lambda world: _between_bodies(Institute, world),
    "cooperation:edit_institute": lambda world: _between_bodies(Institute, world),
    "cooperation:paper": _paper_between,
}
# fmt: on
