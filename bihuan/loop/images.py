"""Make an uploaded photo safe to keep and comparable with others. No Django in here."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from bihuan.kernel.errors import BadInput, Problem

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONG_SIDE = 1_920
JPEG_QUALITY = 82
THUMBNAIL_SIDE = 320
THUMBNAIL_QUALITY = 75
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A re-encoded JPEG: whatever else the upload held is gone."""

    data: bytes
    width: int
    height: int
    likeness: str


def clean_photo(data: bytes, *, name: str) -> CleanPhoto:
    """Return the photo re-encoded, turned upright and at most 1,920 pixels on the long side.

    Raises:
        BadInput: the file is empty, too large, not a picture, damaged or made to exhaust memory.
    """
    if not data:
        raise _bad(name, "文件是空的", "请重新拍照或另选一张。")
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise _bad(name, f"照片有 {size:.1f} MB，超过 12 MB 的上限", "请在手机上压缩后再传。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise _bad(name, "照片像素过大（超过 4,000 万）", "请缩小后再传。")
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except UnidentifiedImageError as error:
        raise _bad(
            name, "不是照片（文件内容与扩展名不符）", "请上传 JPG、PNG 或 WEBP 格式的照片。"
        ) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning) as error:
        raise _bad(name, "照片已损坏，无法读取", "请重新拍照后上传。") from error
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return CleanPhoto(out.getvalue(), upright.width, upright.height, likeness_of(upright))


def thumbnail(data: bytes) -> bytes:
    """Return a kept photo as a JPEG of at most 320 pixels on the long side."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        small = picture.convert("RGB")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=THUMBNAIL_QUALITY)
    return out.getvalue()


def likeness_of(picture: Image.Image) -> str:
    """Return a 64-bit difference hash in hexadecimal: alike pictures have few bits apart."""
    small = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    pixels = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            left = pixels[row * 9 + column]
            bits = bits << 1 | (left > pixels[row * 9 + column + 1])
    return f"{bits:016x}"


def _bad(name: str, message: str, suggestion: str) -> BadInput:
    return BadInput([Problem(f"照片“{name[:60]}”", message, f"，{suggestion}")], code="bad_photo")
