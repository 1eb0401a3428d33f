"""Files handed out so that a browser only ever saves them."""

from __future__ import annotations

import re
from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
}
LONGEST_NAME = 120
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]')


def attachment(content: bytes, *, name: str) -> HttpResponse:
    """Return ``content`` as a download under ``name``, which may be Chinese (RFC 5987)."""
    ending = PurePath(name).suffix.lower()
    response = HttpResponse(content, content_type=TYPES.get(ending, "application/octet-stream"))
    header = content_disposition_header(as_attachment=True, filename=file_name(name))
    assert header is not None
    response["Content-Disposition"] = header
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def file_name(name: str) -> str:
    """Return a name every system can save: no separators, not too long, the ending kept."""
    ending = PurePath(name).suffix
    stem = _FORBIDDEN.sub("", name.removesuffix(ending)).strip(" .")
    return (stem[: LONGEST_NAME - len(ending)] or "文件") + ending
