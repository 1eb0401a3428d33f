"""Text of a saved web page: one line per block, scripts and markup left out."""

import re

from lxml import etree

from bihuan.planparse.readers.document import USE_ANOTHER_FORMAT, give_up

# fmt: off
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "ul",
}
# fmt: on
_ROWS = {"table", "tr"}
_CELLS = {"td", "th"}
_SILENT = {"script", "style", "noscript", "template", "svg", "head", "select", "button", "iframe"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MANY_SPACES = re.compile(r" {2,}")
_AROUND_TAB = re.compile(r" *\t *")


class _Text:
    """Receives the page's elements one by one, so that no tree is built."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._silent = 0
        self._cells = 0

    def start(self, tag: str, _attributes: object) -> None:
        """Begin a line at a block, and a cell behind a tab."""
        if tag in _SILENT:
            self._silent += 1
        elif tag in _CELLS:
            if any(piece.strip() for piece in self._lines[-1]):
                self._lines[-1].append("\t")
            self._cells += 1
        elif tag in _BLOCKS or tag in _ROWS:
            self._break(tag)

    def end(self, tag: str) -> None:
        """End the line of a block."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _CELLS:
            self._cells = max(0, self._cells - 1)
        elif tag in _BLOCKS or tag in _ROWS:
            self._break(tag)

    def data(self, text: str) -> None:
        """Take visible words."""
        if not self._silent:
            self._lines[-1].append(_SPACES.sub(" ", text))

    def close(self) -> str:
        """Return the text of the whole page."""
        lines = ("".join(line) for line in self._lines)
        lines = (_AROUND_TAB.sub("\t", _MANY_SPACES.sub(" ", line)).strip(" ") for line in lines)
        return "\n".join(line for line in lines if line.strip())

    def _break(self, tag: str) -> None:
        if self._cells and tag not in _ROWS:
            self._lines[-1].append(" ")
        elif self._lines[-1]:
            self._lines.append([])


def read_html(markup: str) -> str:
    """Return the visible text of ``markup``; the cells of a table row stand in one line.

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
