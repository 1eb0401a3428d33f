"""What a plan's draft says about its leading group: the seats, filled or blank. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.campaigns.states import GroupRole

R = GroupRole

# fmt: off
ROLES = {
    "组长": R.HEAD,     "总指挥": R.HEAD,
    "常务副组长": R.DEPUTY, "副组长": R.DEPUTY, "副总指挥": R.DEPUTY,
    "成员": R.MEMBER,   "组员": R.MEMBER,   "联络员": R.MEMBER, "副主任": R.MEMBER,
    "办公室主任": R.OFFICE_DIRECTOR,  "主任": R.OFFICE_DIRECTOR,
}
# fmt: on
"""The words of plans for seats; a 主任 beside a 组长 directs the office."""

BODIES = re.compile(r"负责人|负责同志|单位|科室|部门|各")
BLANK = re.compile(r"[\s_＿×xX*○〇…—-]*")


@dataclass(frozen=True, slots=True)
class SeatRead:
    """One seat the plan asks for; empty ``words`` are a blank."""

    role: GroupRole
    words: str
    quote: str


def seats_of(draft: Mapping[str, Any]) -> Iterator[SeatRead]:
    """Yield the seats in the order of the text; a row of several names becomes several seats."""
    told = draft.get("organisation") or {}
    for entry in sorted(told.get("members") or [], key=lambda one: one["start_char"]):
        role = ROLES.get(entry["role"])
        if role is None:
            continue
        words = str(entry.get("name") or "").strip()
        if BLANK.fullmatch(words):
            words = ""
        for part in _parts(role, words):
            yield SeatRead(role, part, str(entry.get("quote") or "").strip())


def _parts(role: GroupRole, words: str) -> list[str]:
    """Split names of members; 「党组书记、局长」 and 「各单位负责人」 stay one seat."""
    if role is not R.MEMBER or BODIES.search(words):
        return [words]
    return [part.strip() for part in re.split(r"[、,，;；]", words) if part.strip()] or [""]


def office_read(draft: Mapping[str, Any]) -> str:
    """Return where the plan puts the group's office; "" when it does not say."""
    return str((draft.get("organisation") or {}).get("office") or "").strip()
