"""Keep photos and files that prove a step."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath

import filetype
from django.core.files.base import ContentFile

from bihuan.kernel.errors import BadInput, Problem
from bihuan.loop.images import clean_photo
from bihuan.loop.models import Evidence
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User

MAX_FILE = 20 * 1024 * 1024
FILE_TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word（.docx）",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel（.xlsx）",
}
PHOTO_KINDS = frozenset({EvidenceKind.PHOTO_FOUND, EvidenceKind.PHOTO_AFTER, EvidenceKind.RECHECK})


def keep_photo(
    data: bytes, *, name: str, kind: str, area: int, enterprise_id: int | None,
    by: User | None, at: datetime,
) -> Evidence:  # fmt: skip
    """Store a photo, re-encoded. It is not bound to a case until a step takes it.

    Raises:
        BadInput: the file is not a usable photo.
    """
    photo = clean_photo(data, name=name)
    return _store(
        photo.data, name=name, kind=kind, area=area, enterprise_id=enterprise_id, by=by, at=at,
        content_type="image/jpeg", likeness=photo.likeness,
    )  # fmt: skip


def keep_file(
    data: bytes, *, name: str, kind: str, area: int, enterprise_id: int | None,
    by: User | None, at: datetime,
) -> Evidence:  # fmt: skip
    """Store a document or photo after looking at what it really is.

    Raises:
        BadInput: empty, too large, or of a kind that is not accepted.
    """
    guess = filetype.guess(data[:8192])
    mime = guess.mime if guess else ""
    if mime.startswith("image/"):
        return keep_photo(
            data, name=name, kind=kind, area=area, enterprise_id=enterprise_id, by=by, at=at
        )
    where = f"文件“{PurePath(name).name[:60]}”"
    if not data:
        raise BadInput([Problem(where, "是空文件", "，请重新选择。")])
    if len(data) > MAX_FILE:
        size = len(data) / 1024 / 1024
        raise BadInput([Problem(where, f"有 {size:.1f} MB，超过 20 MB 的上限", "，请压缩后再传。")])
    if mime not in FILE_TYPES:
        kinds = "、".join(FILE_TYPES.values())
        raise BadInput([Problem(where, "格式不支持", f"，请上传 {kinds} 或照片。")])
    return _store(
        data, name=name, kind=kind, area=area, enterprise_id=enterprise_id, by=by, at=at,
        content_type=mime, likeness="",
    )  # fmt: skip


def _store(
    data: bytes, *, name: str, kind: str, area: int, enterprise_id: int | None, by: User | None,
    at: datetime, content_type: str, likeness: str,
) -> Evidence:  # fmt: skip
    sha256 = hashlib.sha256(data).hexdigest()
    evidence = Evidence(
        kind=kind, name=PurePath(name).name[:120], content_type=content_type, size=len(data),
        sha256=sha256, likeness=likeness, area=area, enterprise_id=enterprise_id, by=by, at=at,
    )  # fmt: skip
    twin = Evidence.objects.filter(sha256=sha256).first()
    if twin is not None:  # the same content is stored once
        evidence.file.name = twin.file.name
    else:
        evidence.file.save(name, ContentFile(data), save=False)
    evidence.save()
    return evidence
