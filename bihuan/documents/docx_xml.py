"""What python-docx has no words for: fields, borders, grids and floating tables of Word's XML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

# Colour, eighths of a point, distance from the text in points.
Line = tuple[str, int, int]

# The schema fixes the order of children; Word calls a file broken when they stand otherwise.
_ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs snapToGrid"
        " spacing ind jc rPr sectPr"
    ),
    "rPr": "rStyle rFonts b bCs i iCs color spacing w kern position sz szCs lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader jc",
}


@dataclass(frozen=True)
class WordElement:
    """One element of Word's XML; attributes are set by their bare names."""

    element: Any  # lxml's own element, made by python-docx

    def set_word(self, **attributes: str) -> None:
        """Set attributes in Word's namespace."""
        for name, value in attributes.items():
            self.element.set(qn(f"w:{name}"), value)


def child_of(parent: Any, name: str) -> WordElement:
    """Return the child of that name, put in at its lawful place if it was not there."""
    found = parent.find(qn(f"w:{name}"))
    if found is None:
        found = OxmlElement(f"w:{name}")
        parent.insert(_place(parent, name), found)
    return WordElement(found)


def _place(parent: Any, name: str) -> int:
    own = parent.tag.rpartition("}")[2]
    if own not in _ORDER:
        return 0 if name.endswith("Pr") else len(parent)
    order = _ORDER[own].split()
    later = {qn(f"w:{one}") for one in order[order.index(name) + 1 :]}
    for at, one in enumerate(parent):
        if one.tag in later:
            return at
    return len(parent)


def write_page_field(run: Run) -> None:
    """Put the number of the page into ``run``."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def set_first_line_characters(paragraph: Paragraph, *, characters: int, size: float) -> None:
    """Indent the first line by whole characters, which follow the size when it is changed."""
    properties = child_of(paragraph._p, "pPr")
    child_of(properties.element, "ind").set_word(
        firstLineChars=str(characters * 100), firstLine=str(round(characters * size * 20))
    )


def only_lines(*targets: Paragraph | _Cell, above: Line | None = None, below: Line | None = None) -> None:  # fmt: skip
    """Draw a line above or below a paragraph or a cell."""
    for target in targets:
        if isinstance(target, _Cell):
            borders = child_of(child_of(target._tc, "tcPr").element, "tcBorders")
        else:
            borders = child_of(child_of(target._p, "pPr").element, "pBdr")
        for side, line in (("top", above), ("bottom", below)):
            if line is not None:
                colour, eighths, space = line
                child_of(borders.element, side).set_word(
                    val="single", sz=str(eighths), space=str(space), color=colour
                )


def repeat_as_head(row: _Row, *, head: bool) -> None:
    """Keep a row on one page; the head row comes again on every page."""
    properties = child_of(row._tr, "trPr").element
    child_of(properties, "cantSplit")
    if head:
        child_of(properties, "tblHeader")


def float_at_page_bottom(table: Table, *, width_mm: float) -> None:
    """Set a table at the foot of the text area of the page on which it stands."""
    properties = child_of(table._tbl, "tblPr").element
    child_of(properties, "tblpPr").set_word(
        leftFromText="0", rightFromText="0", vertAnchor="margin", horzAnchor="margin",
        tblpXSpec="center", tblpYSpec="bottom",
    )  # fmt: skip
    width = str(round(width_mm * 72 / 25.4 * 20))
    child_of(properties, "tblW").set_word(type="dxa", w=width)
