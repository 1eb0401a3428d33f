"""What 国办发〔2024〕54号 asks before enterprises are inspected. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.kernel.errors import Problem
from bihuan.people.states import OrganisationKind

BASIS = "国办发〔2024〕54号"
INSPECTING = re.compile(r"检查|抽查|执法|督查|核查")
NOT_INSPECTING = re.compile(r"自查|巡查|走访|服务|指导|隐患排查")
MOST_ITEMS = 300

# fmt: off
MAY_NOT: dict[str, str] = {
    OrganisationKind.COMMITTEE_OFFICE.value: "议事协调机构的办事机构不能作为检查主体",
    OrganisationKind.COMMUNITY.value:        "村（社区）不是行政机关",
    OrganisationKind.ENTERPRISE.value:       "企业不是行政机关",
}
# fmt: on
"""Kinds of bodies that may not inspect enterprises, and why."""


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One line of the item list: what is inspected, on which legal basis."""

    text: str
    basis: str


def is_inspection(action: str) -> bool:
    """Whether a duty's words mean an inspection of enterprises, not a patrol or a service."""
    return bool(INSPECTING.search(NOT_INSPECTING.sub("", action)))


def who_may_not(kind: str, mandate: str) -> str:
    """Return why a body of that kind may not inspect, or an empty string.

    A town needs the decision that passed the power down to it (依法承接事权).
    """
    if kind in MAY_NOT:
        return f"{MAY_NOT[kind]}（{BASIS}）"
    if kind == OrganisationKind.TOWN_OFFICE and not mandate.strip():
        return f"乡镇（街道）须写明承接行政检查权的依据（{BASIS}）"
    return ""


def problems_of(
    *, inspector_kind: str, mandate: str, purpose: str, times: int, items: Sequence[ListedItem]
) -> list[Problem]:
    """Return everything that keeps a filing from being sent up."""
    found = []
    if why := who_may_not(inspector_kind, mandate):
        found.append(Problem("检查主体", why, "，请改选有检查权的部门，或补写依据。"))
    if not purpose.strip():
        found.append(Problem("检查事由", "没有填写", "，请写明为什么要开展专项检查。"))
    if times < 1:
        found.append(Problem("检查频次", "没有填写", "，请写明每家企业最多检查几次。"))
    if not items:
        found.append(Problem("事项清单", "没有任何检查事项", "，清单之外不得检查，请先列出事项。"))
    if len(items) > MOST_ITEMS:
        found.append(Problem("事项清单", f"超过 {MOST_ITEMS} 项", "，请合并或分次检查。"))
    found += [
        Problem(
            f"事项清单第{number}项", "没有写明依据", "，请填写法律、法规、规章或标准的名称和条款。"
        )
        for number, item in enumerate(items, start=1)
        if not item.basis.strip()
    ]
    return found
