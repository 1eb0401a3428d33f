"""Prove a package offline: nothing was changed, removed or added. Standard library only.

What it proves is that the package is what its digest says, and that every trail row in it was
sealed. That the digest is the one of the office is for the office's own record to say, or for
the digest printed with the summary.
"""

from __future__ import annotations

import hashlib
import io
import json
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any

from bihuan.archives.zipping import MANIFEST, SCHEMA
from bihuan.kernel.sealing import HASHED, digest, proof_leads_to, seal_hash

MOST_FILES, MOST_BYTES, MOST_RATIO = 20_000, 2 * 1024**3, 500
MOST_AT_ONCE = 8 * 1024**2
"""Bytes held in memory at once: the table of contents, the manifest, the seals, one trail row."""

PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
CHUNK, LONGEST_TOLD = 1 << 20, 400
TRAIL, SEALS = "留痕/留痕.jsonl", "留痕/封存.json"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was packed; ``path`` is the file, empty for the whole."""

    path: str
    message: str

    def __str__(self) -> str:
        return shown(f"{self.path}：{self.message}" if self.path else self.message)


def shown(words: str) -> str:
    """Return foreign words as a screen may show them: not endless, nothing that steers it."""
    return "".join(
        "�" if unicodedata.category(one).startswith("C") else one for one in words[:LONGEST_TOLD]
    )


@dataclass(slots=True)
class Report:
    """What came of a proof; ``faults`` are in the manifest's order, the first one first."""

    faults: list[Fault] = field(default_factory=list)
    digest: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    files: int = 0
    rows: int = 0
    withheld: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything is as it was packed."""
        return not self.faults


class _Hostile(Exception):  # noqa: N818 - it never leaves this module
    """The file is no package that anybody should unpack."""


class _Sparing:
    """A file that never reads much at once, so that a giant table of contents fills no memory."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        most = MOST_AT_ONCE + 1
        content = self._stream.read(min(size, most) if size >= 0 else most)
        if len(content) == most:
            raise _Hostile("包内的文件目录过大，已停止读取。")
        return content


def prove(stream: IO[bytes]) -> Report:
    """Return what is wrong with a package, naming the first file that was changed, if any."""
    report = Report()
    try:
        with zipfile.ZipFile(_Sparing(stream)) as package:
            members = _members(package)
            manifest = _manifest(package, members)
            report.digest = str(manifest["package_digest"])
            told = manifest["about"].items()
            report.about = {key: shown(one) for key, one in told if isinstance(one, str)}
            report.files = len(manifest["files"])
            report.faults += _files(package, members, manifest["files"])
            if not report.faults:
                report.faults += _trail(package, members, report)
    except _Hostile as no:
        report.faults.append(Fault("", str(no)))
    except (
        zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
        UnicodeError, ValueError, KeyError, TypeError, RecursionError, AttributeError,
        OverflowError,
    ):  # fmt: skip
        report.faults.append(Fault("", "不是本系统的归档包，或文件已损坏。"))
    return report


def _members(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = package.infolist()
    if len(infos) > MOST_FILES:
        raise _Hostile(f"包内有 {len(infos)} 个文件，超过 {MOST_FILES} 个，已停止读取。")
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        raise _Hostile("解开后超过 2 GB，已停止读取。")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        path = PurePosixPath(info.filename)
        if not info.filename:  # cut at a zero byte, it may be empty
            raise _Hostile("包内有没有名称的文件。")
        if info.is_dir() or path.is_absolute() or ".." in path.parts or "\\" in info.filename:
            raise _Hostile(f"包内有不允许的路径“{info.filename[:80]}”。")
        if stat.S_ISLNK(info.external_attr >> 16) or info.flag_bits & 1:
            raise _Hostile(f"“{info.filename[:80]}”是链接或加密文件，不允许。")
        if info.compress_type not in PACKINGS:
            raise _Hostile(f"“{info.filename[:80]}”的压缩方式不允许。")
        if info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise _Hostile(f"“{info.filename[:80]}”的压缩比异常，已停止读取。")
        if info.filename in found:
            raise _Hostile(f"“{info.filename[:80]}”出现了两次。")
        found[info.filename] = info
    return found


def _manifest(package: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> dict[str, Any]:
    info = members.get(MANIFEST)
    if info is None:
        raise _Hostile(f"缺少 {MANIFEST}，不是本系统的归档包。")
    manifest: dict[str, Any] = json.loads(_read(package, info))
    if manifest.get("schema") != SCHEMA:
        raise _Hostile("归档包的版本不认识，请用新版本核验。")
    bare = {name: value for name, value in manifest.items() if name != "package_digest"}
    if digest(bare) != manifest["package_digest"]:
        raise _Hostile(f"{MANIFEST}：清单与归档摘要不符，已被改动。")
    return manifest


def _read(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes, never more than its head promised, and never very many."""
    if info.file_size > MOST_AT_ONCE:
        raise _Hostile(f"“{info.filename[:80]}”过大，已停止读取。")
    with package.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise _Hostile(f"“{info.filename[:80]}”的长度与声明不符。")
    return content


def _files(
    package: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], listed: list[dict[str, Any]]
) -> Iterator[Fault]:
    known = {MANIFEST}
    for one in listed:
        path = str(one["path"])
        if path in known:  # listed a thousand times, a large file would be read as often
            raise _Hostile(f"{MANIFEST}：清单中“{path[:80]}”出现了两次。")
        known.add(path)
        info = members.get(path)
        if info is None:
            yield Fault(path, "文件缺失，已被移走。")
        elif info.file_size != one["size"] or _sha256(package, info) != one["sha256"]:
            yield Fault(path, "内容与归档时的摘要不符，已被改动。")
    for path in members:
        if path not in known:
            yield Fault(path, "不在清单内，是后来加入的。")


def _sha256(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    sha, left = hashlib.sha256(), info.file_size
    try:
        with package.open(info) as stream:
            while left >= 0 and (chunk := stream.read(CHUNK)):
                left -= len(chunk)
                sha.update(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return ""  # a broken member is a changed one
    return sha.hexdigest() if left == 0 else ""


def _trail(
    package: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], report: Report
) -> Iterator[Fault]:
    """Check every row's own hash and its way to a seal, and each seal's hash."""
    seals = {one["number"]: one for one in json.loads(_read(package, members[SEALS]))}
    for number, one in seals.items():
        wanted = seal_hash(
            number=number, previous=one["previous"], root=one["root"], count=one["count"],
            sealed_at=datetime.fromisoformat(one["sealed_at"]),
        )  # fmt: skip
        if wanted != one["seal_hash"]:
            yield Fault(SEALS, f"第 {number} 号封存的摘要不符。")
    for row in _rows(package, members[TRAIL]):
        report.rows += 1
        name = f"{row['case_kind']}#{row['case_id']} 第 {row['number']} 步"
        if row.get("withheld"):
            report.withheld += 1
        elif digest({column: row[column] for column in HASHED}) != row["row_hash"]:
            yield Fault(TRAIL, f"{name}的内容与摘要不符。")
        path = [(side, sibling) for side, sibling in row["path"]]
        if not proof_leads_to(row["row_hash"], path, seals[row["seal"]]["root"]):
            yield Fault(TRAIL, f"{name}不在第 {row['seal']} 号封存内。")


def _rows(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[dict[str, Any]]:
    """Yield the trail row by row: a long one is never in memory as a whole.

    Only a line feed ends a row; its words may hold what else breaks lines (U+2028).
    """
    with io.TextIOWrapper(package.open(info), encoding="utf-8", newline="\n") as lines:
        while line := lines.readline(MOST_AT_ONCE):
            if len(line) == MOST_AT_ONCE:
                raise _Hostile(f"“{TRAIL}”中有一行过长，已停止读取。")
            yield json.loads(line)
