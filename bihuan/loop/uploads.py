"""What became of the files of a form, as ``loop/_uploaded.html`` shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.loop.models import Evidence
from bihuan.loop.queries import uploaded
from bihuan.people.models import User


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one uploaded file: kept, or the sentence that says why not."""

    name: str
    evidence: Evidence | None = None
    problem: str = ""


def kept_again(ids: Iterable[str], *, by: User) -> list[Kept]:
    """Return what a form that is shown again already holds, for its ``loop/_upload.html``."""
    return [Kept(item.name, item) for item in uploaded(ids, by=by) if item.case_id is None]
