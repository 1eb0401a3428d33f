"""What never enters an archive: house rules. Pure.

An archive leaves the system and cannot be called back. So it is made of a closed list of tables
(tip-offs are none of them), evidence is listed by fingerprint and not packed, telephone numbers
are masked, and trail rows that speak of an enterprise's own people are kept as hashes: the row is
proved, its words stay here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

PERSONAL_FACTS = frozenset(
    {
        "owner", "principal", "principal_phone", "safety_manager", "safety_manager_phone", "phone",
        "name", "person", "member", "holder",
    }
)  # fmt: skip
PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
MASK = "（已隐去）"


def masked(text: str) -> str:
    """Return a text without telephone and identity numbers."""
    return IDENTITY.sub(MASK, PHONE.sub(MASK, text))


def is_personal(*, by_enterprise: bool, note: str, facts: str) -> bool:
    """Whether a trail row speaks of people whom an archive must not name."""
    if by_enterprise or masked(note) != note or masked(facts) != facts:
        return True
    told = json.loads(facts)
    return isinstance(told, Mapping) and bool(PERSONAL_FACTS & set(told))
