"""One file out of many, the same bytes whenever the files are the same. Standard library only."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from bihuan.kernel.sealing import canonical_json, digest

SCHEMA = "bihuan.archive/1"
MANIFEST = "manifest.json"
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX, _MODE = 3, 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written: how many files, and the digest that the manifest ends with."""

    files: int
    digest: str


def write_package(
    out: IO[bytes], files: Iterable[tuple[str, bytes]], *, about: dict[str, object]
) -> Packed:
    """Write the files with their manifest; ``about`` says what the package is."""
    listed: list[dict[str, object]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for path, content in files:
            _write(package, path, content)
            listed.append(
                {
                    "path": path,
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "size": len(content),
                }
            )
        listed.sort(key=lambda one: str(one["path"]))
        manifest: dict[str, object] = {"schema": SCHEMA, "about": about, "files": listed}
        manifest["package_digest"] = digest(manifest)
        _write(package, MANIFEST, canonical_json(manifest).encode())
    return Packed(len(listed), str(manifest["package_digest"]))


def _write(package: zipfile.ZipFile, path: str, content: bytes) -> None:
    info = zipfile.ZipInfo(path, date_time=_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = _UNIX, _MODE
    package.writestr(info, content)
