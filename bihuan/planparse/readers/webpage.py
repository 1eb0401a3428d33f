"""Text of a saved web page: one line per block, scripts and markup left out."""

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from bihuan.planparse.readers.document import USE_ANOTHER_FORMAT, give_up
from bihuan.planparse.tables import BESIDE, MERGED

# fmt: off
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "ul", "caption",
}
# fmt: on
_CELLS = {"td", "th"}
_SILENT = {"script", "style", "noscript", "template", "svg", "head", "select", "button", "iframe"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MANY_SPACES = re.compile(r" {2,}")
_MOST_NESTED, _MOST_COLUMNS, _MOST_ROWS = 40, 60, 500
# A cell of so many lines holds running text: the table only lays out the page.
_FLOWING_LINES, _FLOWING_CHARS = 4, 400


@dataclass
class _Lines:
    """The lines of a page or of one cell, the last one still open."""

    done: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        line = _MANY_SPACES.sub(" ", "".join(self.open)).strip(" ")
        if line.strip():
            self.done.append(line)
        self.open = []


@dataclass
class _Table:
    """A table being read: its rows so far, and for each column how many rows a cell still covers."""

    rows: list[list[_Lines | str]] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)

    def place_cell(self, columns: int, rows: int) -> _Lines:
        if not self.rows:
            self.rows.append([])
        self.skip_covered()
        cell, row = _Lines(), self.rows[-1]
        for at in range(len(row), len(row) + columns):
            if rows > 1:
                self.covered[at] = rows - 1
        row.extend([cell, *[BESIDE] * (columns - 1)])
        return cell

    def skip_covered(self) -> None:
        row = self.rows[-1]
        while self.covered.get(len(row), 0):
            self.covered[len(row)] -= 1
            row.append(MERGED)

    def start_row(self) -> None:
        if self.rows:
            self.skip_covered()
        self.rows.append([])

    def lines(self) -> list[str]:
        """Return a line per row, or the cells one after another where they hold running text."""
        rows = [
            row for row in self.rows if any(isinstance(cell, _Lines) and cell.done for cell in row)
        ]
        cells = [cell for row in rows for cell in row if isinstance(cell, _Lines)]
        if all(len(row) <= 1 for row in rows) or any(_flows(cell) for cell in cells):
            return [line for cell in cells for line in cell.done]
        return ["\t".join(_one_line(cell) for cell in row) for row in rows]


def _flows(cell: _Lines) -> bool:
    return len(cell.done) >= _FLOWING_LINES and sum(map(len, cell.done)) >= _FLOWING_CHARS


def _one_line(cell: _Lines | str) -> str:
    return cell if isinstance(cell, str) else " ".join(cell.done).replace("\t", " ")


class _Text:
    """Receives the page's elements one by one, so that no tree is built."""

    def __init__(self) -> None:
        self._page = _Lines()
        self._silent = 0
        # Every open table with the lines around it, and the cell that is being written.
        self._tables: list[tuple[_Table, _Lines]] = []
        self._now = self._page

    def start(self, tag: str, attributes: Any) -> None:
        """Begin a line at a block, a table, a row or a cell."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table" and len(self._tables) < _MOST_NESTED:
            self._now.end_line()
            self._tables.append((_Table(), self._now))
        elif tag == "tr" and self._tables:
            self._now.end_line()
            self._tables[-1][0].start_row()
        elif tag in _CELLS and self._tables:
            self._now.end_line()
            columns = _number(attributes.get("colspan"), _MOST_COLUMNS)
            rows = _number(attributes.get("rowspan"), _MOST_ROWS)
            self._now = self._tables[-1][0].place_cell(columns, rows)
        elif tag in _BLOCKS:
            self._now.end_line()

    def end(self, tag: str) -> None:
        """End the line of a block, a cell or a table."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._tables:
            self._now.end_line()
            table, self._now = self._tables.pop()
            if table.rows:
                table.skip_covered()
            self._now.done.extend(table.lines())
        elif tag in _CELLS and self._tables:
            self._now.end_line()
            self._now = self._tables[-1][1]
        elif tag in _CELLS or tag == "tr" or tag in _BLOCKS:
            self._now.end_line()

    def data(self, text: str) -> None:
        """Take visible words."""
        if not self._silent:
            self._now.open.append(_SPACES.sub(" ", text))

    def close(self) -> str:
        """Return the text of the whole page."""
        while self._tables:
            self.end("table")
        self._now.end_line()
        return "\n".join(self._page.done)


def _number(value: str | None, most: int) -> int:
    """Return a span attribute as a number from 1 to ``most``."""
    return min(max(int(value), 1), most) if value and value.strip().isdecimal() else 1


def read_html(markup: str) -> str:
    """Return the visible text of ``markup``; the cells of a table row stand in one line.

    A cell that a merged one covers holds an invisible mark (``tables.MERGED``).

    Raises:
        Unreadable: the markup is too broken or too deep to follow.
    """
    parser = etree.HTMLParser(
        target=_Text(),  # type: ignore[arg-type]  # lxml itself asks for less than its stubs say
        encoding="utf-8",
        no_network=True,
        remove_comments=True,
        recover=True,
    )
    try:
        # Characters that cannot be encoded (lone halves of a pair) are nothing to read either.
        text = etree.fromstring(markup.encode("utf-8", "ignore"), parser)
    except (etree.LxmlError, AssertionError):
        give_up("网页文件已损坏，无法读取。", USE_ANOTHER_FORMAT, where="网页")
    return str(text or "")
