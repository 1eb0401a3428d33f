"""An official document as data, before it is Word or PDF.

Law: 《党政机关公文格式》(GB/T 9704-2012) names the elements and their order.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from bihuan.kernel.sealing import digest

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Text:
    """Words in a paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Figure:
    """A number in a paragraph, with the place it came from.

    ``source`` names the entry of the document's provenance that explains the number, such as a
    metric key with area and period. It is kept in the snapshot and not printed.
    """

    text: str
    source: str = ""
    strong: bool = False


Run: TypeAlias = Text | Figure


@dataclass(frozen=True)
class Heading1:
    """一、… in 黑体; the text carries its own number."""

    text: str


@dataclass(frozen=True)
class Heading2:
    """（一）… in 楷体; the text carries its own number."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text, indented by two characters."""

    runs: tuple[Run, ...]

    @classmethod
    def of(cls, *pieces: str | Run) -> Paragraph:
        """Make a paragraph of plain words and figures in turn."""
        return cls(tuple(Text(one) if isinstance(one, str) else one for one in pieces))


@dataclass(frozen=True)
class Column:
    """A table column; ``weight`` is its share of the width against the other columns."""

    title: str
    align: Align = "left"
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table with a caption above; every row has one cell per column."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a ragged table where it is made, not where it is printed."""
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table has one cell per column")


Block: TypeAlias = Heading1 | Heading2 | Paragraph | Table


@dataclass(frozen=True)
class OfficialDocument:
    """公文: what is printed, in the standard's order.

    ``issuer`` is the office that prints it (印发机关), ``header`` the red line on top
    (发文机关标志), ``number`` the 发文字号 and ``issued_on`` the 成文日期; issuing fills both,
    and ``verify_url``, ``verify_code`` and ``sha`` (the fingerprint of the content) with them.
    """

    issuer: str
    header: str
    title: str
    addressees: tuple[str, ...]
    body: tuple[Block, ...]
    signature: str
    attachments: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    number: str = ""
    issued_on: date | None = None
    verify_url: str = ""
    verify_code: str = ""
    sha: str = ""


def content_of(document: OfficialDocument) -> dict[str, object]:
    """Return everything that makes up the document's content, as plain data.

    What only serves verification is left out, so that the content can be hashed before it.
    """
    bare = replace(document, verify_url="", verify_code="", sha="")
    data = asdict(bare)
    for name in ("verify_url", "verify_code", "sha"):
        del data[name]
    data["body"] = [_block_data(block) for block in document.body]
    data["issued_on"] = document.issued_on.isoformat() if document.issued_on else None
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


def fingerprint(document: OfficialDocument) -> str:
    """Return the SHA-256 of the document's content, in hexadecimal."""
    return digest(content_of(document))


def _block_data(block: Block) -> dict[str, object]:
    kind = {Heading1: "heading1", Heading2: "heading2", Paragraph: "paragraph", Table: "table"}
    data: dict[str, object] = {"kind": kind[type(block)], **asdict(block)}
    if isinstance(block, Paragraph):
        data["runs"] = [
            {"kind": "figure" if isinstance(run, Figure) else "text", **asdict(run)}
            for run in block.runs
        ]
    elif isinstance(block, Table):
        data["columns"] = [asdict(column) for column in block.columns]
        data["rows"] = [list(row) for row in block.rows]
    return data
