"""Read the packs that come with the product: one folder each, checked once per process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bihuan.kernel.errors import NotFound
from bihuan.packs.contents import Pack

FOLDER = Path(__file__).resolve().parent / "data"


def read_pack(folder: Path) -> Pack:
    """Return the pack that a folder holds.

    Raises:
        pydantic.ValidationError: something in it cannot be; the error names the field.
    """
    told: dict[str, Any] = _yaml(folder / "pack.yaml")
    return Pack.model_validate(
        {
            **told,
            "checklist": _yaml(folder / "checklist.yaml"),
            "plan": (folder / "plan.txt").read_text(encoding="utf-8"),
        }
    )


@cache
def all_packs() -> dict[str, Pack]:
    """Return every pack by its code, which is the folder's name, in their order."""
    packs = [read_pack(one) for one in FOLDER.iterdir() if one.is_dir()]
    return {one.code: one for one in sorted(packs, key=lambda one: (one.order, one.code))}


def pack_by(code: str) -> Pack:
    """Return a pack.

    Raises:
        NotFound: there is none of that code.
    """
    found = all_packs().get(code)
    if found is None:
        raise NotFound("没有这个行业包，请从行业包列表中选择。")
    return found


def _yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))
