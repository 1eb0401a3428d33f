"""What the packs cite: titles, and which clauses were compared with the published text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

FILE = Path(__file__).resolve().parent / "laws.yaml"
UNCHECKED = "待核"


class Law(BaseModel):
    """One law, rule or standard by the short name the packs use.

    ``checked`` and ``recalled`` are clauses; ``criteria`` says that it decides what is major.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    title: str
    criteria: bool = False
    checked: tuple[str, ...] = ()
    recalled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A law with the clause, and whether somebody compared it with the published text."""

    law: Law
    clause: str
    is_checked: bool

    def __str__(self) -> str:
        return f"{self.law.title}{self.clause}{'' if self.is_checked else f'（{UNCHECKED}）'}"


@cache
def laws() -> dict[str, Law]:
    """Return every law the packs may cite, by short name."""
    rows = TypeAdapter(list[Law]).validate_python(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    return {row.code: row for row in rows}


def cite(words: str) -> Citation:
    """Return the citation of 「安全生产法 第三十条」; a law without a clause is not checked.

    Raises:
        ValueError: no such law, or a clause that nobody has vouched for.
    """
    code, _, clause = words.partition(" ")
    law = laws().get(code)
    if law is None:
        raise ValueError(f"laws.yaml has no {code}")
    if clause and clause not in (*law.checked, *law.recalled):
        raise ValueError(f"laws.yaml vouches for no {clause} of {code}")
    return Citation(law, clause, is_checked=clause in law.checked)
