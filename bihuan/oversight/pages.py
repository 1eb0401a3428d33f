"""A bulletin as the page shows it: the printed blocks, with every figure linked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bihuan.documents.official import OfficialDocument, content_of
from bihuan.metrics.measure import Measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.oversight.models import Bulletin, FrozenFigure


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a figure with the page of its records."""

    text: str
    url: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block: a heading, a paragraph of pieces, or a table of pieces."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)
    caption: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[list[Piece]] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """The whole document as plain data for the template."""

    data: dict[str, Any]
    blocks: list[ShownBlock]


def shown(document: OfficialDocument, measures: Sequence[Measure]) -> ShownDocument:
    """Show a draft: figures link to the records as they are now."""
    return shown_content(content_of(document), links_to(measures))


def frozen_document(bulletin: Bulletin) -> ShownDocument:
    """Show an issued bulletin from its snapshot; figures link to today's records of the question."""
    assert bulletin.issued is not None, "issued bulletins carry their document"
    return shown_content(bulletin.issued.snapshot, links_of(bulletin.figures.all()))


def links_to(measures: Iterable[Measure]) -> dict[str, tuple[str, str]]:
    """Return where the figures of a draft lead: to the records as they are now."""
    return {
        f"{one.metric.key}@{one.where.area.low}": (one.url(), one.metric.definition)
        for one in measures
    }


def links_of(figures: Iterable[FrozenFigure]) -> dict[str, tuple[str, str]]:
    """Return where frozen figures lead: to today's records of the same question."""
    links = {}
    for figure in figures:
        metric = metric_of(figure.metric_key)
        where = Where.from_facts(figure.where)
        url = f"/metrics/{metric.key}/records/?part=part&{where.as_query()}"
        links[f"{figure.metric_key}@{figure.area}"] = (url, metric.definition)
    return links


def shown_content(data: dict[str, Any], links: dict[str, tuple[str, str]]) -> ShownDocument:
    """Show a document's content; ``links`` give address and definition by a figure's source."""
    return ShownDocument(data, [_block(block, links) for block in data["body"]])


def _block(block: dict[str, Any], links: dict[str, tuple[str, str]]) -> ShownBlock:
    if block["kind"] == "paragraph":
        return ShownBlock("paragraph", [_piece(run, links) for run in block["runs"]])
    if block["kind"] == "table":
        return ShownBlock(
            "table", caption=block["caption"], note=block["note"],
            columns=[column["title"] for column in block["columns"]],
            rows=[[Piece(cell) for cell in row] for row in block["rows"]],
        )  # fmt: skip
    return ShownBlock(block["kind"], [Piece(block["text"])])


def _piece(run: dict[str, Any], links: dict[str, tuple[str, str]]) -> Piece:
    url, hint = links.get(run.get("source", ""), ("", ""))
    return Piece(run["text"], url, hint)
