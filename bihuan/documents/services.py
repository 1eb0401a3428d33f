"""Issue a document, and verify one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.documents.codes import new_code, read_code, spaced
from bihuan.documents.models import IssuedDocument
from bihuan.documents.numbering import take_number
from bihuan.documents.official import OfficialDocument, content_of, fingerprint
from bihuan.documents.render_docx import render_docx
from bihuan.documents.render_pdf import render_pdf
from bihuan.kernel.errors import NotFound, Refused
from bihuan.people.models import Organisation, User

FileKind = Literal["docx", "pdf"]


@transaction.atomic
def issue_document(
    *,
    organisation: Organisation,
    kind: str,
    prefix: str,
    document: OfficialDocument,
    by: User,
    at: datetime,
    provenance: Mapping[str, object] | None = None,
) -> IssuedDocument:
    """Number, date, print and keep ``document`` (印发), all in the caller's transaction.

    ``prefix`` is the 发文机关代字 without year and number. The date is the day of ``at`` in
    Beijing; ``number``, ``issued_on`` and the verification fields of ``document`` are filled
    here. ``provenance`` explains its figures by their ``source``. Whether ``by`` may issue is
    the calling domain's question.

    Raises:
        Refused: the prefix is empty.
    """
    if not prefix.strip():
        raise Refused(
            "还没有设置发文机关代字，不能编发文字号。请先在机构资料中填写，例如“云溪安办发”。",
            code="prefix_missing",
        )
    issued_on, token = localdate(at), new_code()
    taken = take_number(organisation=organisation, prefix=prefix.strip(), year=issued_on.year)
    numbered = replace(document, number=taken.text, issued_on=issued_on)
    printed = replace(
        numbered, verify_code=spaced(token), verify_url=_address(token), sha=fingerprint(numbered)
    )
    word, pdf = render_docx(printed), render_pdf(printed, font_dir=settings.FONT_DIR)
    issued = IssuedDocument(
        token=token,
        kind=kind,
        title=document.title,
        number=taken.text,
        series=taken.series,
        series_number=taken.number,
        organisation=organisation,
        area=organisation.area,
        issued_on=issued_on,
        issued_at=at,
        issued_by=by,
        snapshot=content_of(printed),
        snapshot_sha256=printed.sha,
        provenance=dict(provenance or {}),
        docx_sha256=hashlib.sha256(word).hexdigest(),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
    )
    issued.docx.save("document.docx", ContentFile(word), save=False)
    issued.pdf.save("document.pdf", ContentFile(pdf), save=False)
    issued.save()
    return issued


def find_by_code(typed: str) -> IssuedDocument | None:
    """Return the document whose verification code somebody typed or scanned."""
    found = IssuedDocument.objects.select_related("organisation").filter(token=read_code(typed))
    return found.first()


def compare(issued: IssuedDocument, chunks: Iterable[bytes]) -> FileKind | None:
    """Return which of the issued files the bytes are, or None when they are neither."""
    sha = hashlib.sha256()
    for chunk in chunks:
        sha.update(chunk)
    known: dict[str, FileKind] = {issued.docx_sha256: "docx", issued.pdf_sha256: "pdf"}
    return known.get(sha.hexdigest())


def stored_file(issued: IssuedDocument, kind: FileKind) -> bytes:
    """Return a kept file, after checking that it still is the one that was issued.

    Raises:
        NotFound: the file is gone from the store.
        Refused: the file in the store is not the one that was issued.
    """
    field = issued.docx if kind == "docx" else issued.pdf
    try:
        with field.open("rb") as stream:
            content = bytes(stream.read())
    except FileNotFoundError:
        raise NotFound from None
    if compare(issued, [content]) != kind:
        raise Refused(
            "存档文件与签发时不一致，已停止下载。请联系系统管理员核查。", code="file_changed"
        )
    return content


def _address(token: str) -> str:
    site = settings.SITE_URL.rstrip("/")
    return site + reverse("documents:verify", args=[token]) if site else ""
