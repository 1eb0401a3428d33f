"""The files of a form: kept as evidence for its step, or told as ``loop/_uploaded.html`` shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import now

from bihuan.loop.models import Evidence
from bihuan.loop.queries import uploaded
from bihuan.loop.services.evidence import keep_upload
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.web.requests import UserRequest


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one uploaded file: kept, or the sentence that says why not."""

    name: str
    evidence: Evidence | None = None
    problem: str = ""


def kept_again(ids: Iterable[str], *, by: User) -> list[Kept]:
    """Return what a form that is shown again already holds, for its ``loop/_upload.html``."""
    return [Kept(item.name, item) for item in uploaded(ids, by=by) if item.case_id is None]


def papers_in(
    request: UserRequest, *, area: int, field: str = "files", kind: str = EvidenceKind.ATTACHMENT
) -> list[Evidence]:
    """Keep the files posted in ``field``, for the step that the same form takes.

    Raises:
        BadInput: one of them cannot be used.
    """
    return [
        keep_upload(
            upload, name=upload.name or "材料", kind=kind, area=area, enterprise_id=None,
            by=request.user, at=now(),
        )
        for upload in request.FILES.getlist(field)
    ]  # fmt: skip
