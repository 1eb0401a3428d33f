"""Pictures and uploads for tests."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def a_picture(side: int = 64) -> bytes:
    """Return a picture that is unlike any other."""
    out = io.BytesIO()
    Image.effect_noise((side, side), 60).save(out, "PNG")
    return out.getvalue()


def an_upload(name: str = "现场.png", data: bytes | None = None) -> SimpleUploadedFile:
    """Return an uploaded file."""
    return SimpleUploadedFile(name, data if data is not None else a_picture(), "image/png")
