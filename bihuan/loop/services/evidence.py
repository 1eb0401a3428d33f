"""Keep photos and files that prove a step."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath

import filetype
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused
from bihuan.loop.images import clean_photo, thumbnail
from bihuan.loop.models import Evidence
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User

MAX_FILE = 20 * 1024 * 1024
FILE_TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word（.docx）",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel（.xlsx）",
}
GONE = "这份材料的文件已不在存储中，请联系管理员从备份恢复。"
PHOTO_KINDS = frozenset({EvidenceKind.PHOTO_FOUND, EvidenceKind.PHOTO_AFTER, EvidenceKind.RECHECK})


def keep_upload(
    file: File[bytes], *, name: str, kind: str, area: int, enterprise_id: int | None,
    by: User | None, at: datetime,
) -> Evidence:  # fmt: skip
    """Store an uploaded file: a photo where the kind asks for one, else a photo or document.

    Raises:
        BadInput: the file cannot be used; it is not read when it is larger than any limit.
    """
    if file.size > MAX_FILE:
        raise _too_large(name, file.size)
    keep = keep_photo if kind in PHOTO_KINDS else keep_file
    return keep(
        file.read(), name=name, kind=kind, area=area, enterprise_id=enterprise_id, by=by, at=at
    )


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
    where = _where(name)
    if not data:
        raise BadInput([Problem(where, "是空文件", "，请重新选择。")])
    if len(data) > MAX_FILE:
        raise _too_large(name, len(data))
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


def thumbnail_of(evidence: Evidence) -> bytes:
    """Return the photo's small picture as a JPEG, made and kept when first asked for.

    Raises:
        NotFound: the photo itself is no longer in the storage.
    """
    wanted = f"thumbs/{evidence.sha256[:2]}/{evidence.sha256}.jpg"
    if default_storage.exists(wanted):
        with default_storage.open(wanted) as kept:
            known: bytes = kept.read()
            return known
    try:
        with evidence.file.open("rb") as photo:
            small = thumbnail(photo.read())
    except FileNotFoundError as error:
        raise NotFound(GONE) from error
    stored = default_storage.save(wanted, ContentFile(small))
    if stored != wanted:  # somebody else made it at the same moment
        default_storage.delete(stored)
    return small


@transaction.atomic
def discard_evidence(*, evidence_id: int, by: User) -> None:
    """Remove what ``by`` uploaded and no step has taken yet; the stored file goes with the last row.

    Raises:
        NotAllowed: somebody else uploaded it.
        Refused: a step already took it, so it is part of the trail.
    """
    evidence = Evidence.objects.visible_to(by).locked(evidence_id)
    if evidence.by_id != by.pk:
        raise NotAllowed("这份材料不是您上传的，不能移除。")
    if evidence.case_id is not None:
        raise Refused("这份材料已作为办理依据存档，不能移除。", code="evidence_used")
    evidence.delete()
    if not Evidence.objects.filter(sha256=evidence.sha256).exists():
        name, storage = str(evidence.file.name), evidence.file.storage
        transaction.on_commit(lambda: storage.delete(name))


def _where(name: str) -> str:
    return f"文件“{PurePath(name).name[:60]}”"


def _too_large(name: str, octets: int) -> BadInput:
    size = octets / 1024 / 1024
    return BadInput(
        [Problem(_where(name), f"有 {size:.1f} MB，超过 20 MB 的上限", "，请压缩后再传。")]
    )
