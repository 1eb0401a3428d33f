"""Text of a saved web page: one line per block, scripts and markup left out."""

import re
from html.parser import HTMLParser

# fmt: off
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
}
# fmt: on
_SILENT = {"script", "style", "noscript", "template", "svg", "head", "select", "button", "iframe"}
_CELLS = {"td", "th"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MANY_SPACES = re.compile(r" {2,}")
_AROUND_TAB = re.compile(r" *\t *")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._silent: list[str] = []
        self._cell_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "body":
            self._silent.clear()  # an unclosed <head> ends here
        if tag == "br":
            self._end_block(tag)
        elif tag in _CELLS:
            if self.lines[-1].strip():
                self.lines[-1] += "\t"
            self._cell_depth += 1
        elif tag in _BLOCKS:
            self._end_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag in _CELLS:
            self._cell_depth = max(0, self._cell_depth - 1)
        elif tag in _BLOCKS:
            self._end_block(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.lines[-1] += _SPACES.sub(" ", data)

    def _end_block(self, tag: str) -> None:
        if self._cell_depth and tag not in {"tr", "table"}:
            if self.lines[-1] and not self.lines[-1].endswith((" ", "\t")):
                self.lines[-1] += " "
            return
        if tag in {"tr", "table"}:
            self._cell_depth = 0
        self._break()

    def _break(self) -> None:
        if self.lines[-1]:
            self.lines.append("")


def read_html(markup: str) -> str:
    """Return the visible text of ``markup``; the cells of a table row stand in one line."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    lines = (_AROUND_TAB.sub("\t", _MANY_SPACES.sub(" ", line)).strip(" ") for line in parser.lines)
    return "\n".join(line for line in lines if line.strip())
