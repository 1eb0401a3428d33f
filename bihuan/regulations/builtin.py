"""The texts that come with the product, read from the package's own YAML and checked."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from bihuan.reference.sectors import SECTOR_NAMES
from bihuan.regulations.states import RegulationKind

FILE = Path(__file__).resolve().parent / "data" / "builtin.yaml"


class Builtin(BaseModel):
    """One text: ``code`` never changes; editions of one text share ``series``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    series: str = ""
    kind: RegulationKind
    title: str
    number: str = ""
    aliases: tuple[str, ...] = ()
    issuer: str = ""
    issued: date | None = None
    effective: date | None = None
    ends: date | None = None
    replaced_by: str = ""
    earlier: bool = False
    sectors: tuple[str, ...] = ()
    source: str = ""
    checked: bool = False

    @model_validator(mode="after")
    def _known_sectors(self) -> Builtin:
        unknown = set(self.sectors) - set(SECTOR_NAMES)
        if unknown:
            raise ValueError(f"{self.code}: unknown sectors {sorted(unknown)}")
        return self


@cache
def builtin() -> tuple[Builtin, ...]:
    """Return the texts in the file's order.

    Raises:
        ValueError: a code stands twice, or a successor is not listed.
    """
    rows = tuple(
        Builtin.model_validate(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8"))
    )
    codes = [one.code for one in rows]
    twice = {code for code in codes if codes.count(code) > 1}
    lost = {one.replaced_by for one in rows if one.replaced_by} - set(codes)
    if twice or lost:
        raise ValueError(f"builtin.yaml: twice {sorted(twice)}, not listed {sorted(lost)}")
    return rows
