"""Paragraphs out of the lines of PDF pages.

A PDF knows lines, not paragraphs: a sentence is cut wherever the page ends. Plans are read by
the sentence, so a line that fills the page width goes on with the next one.
"""

import re
import unicodedata

# How much narrower than the widest line a full line may be, in half-width columns: an indent of
# two characters (a PDF does not tell) and punctuation pushed to the next line.
SLACK = 8
LEAST_WIDTH = 30
REPEATED_SHARE = 0.6
LEAST_PAGES_TO_REPEAT = 4

_PAGE_NUMBER = re.compile(r"[—–\-－ ]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,4}\s*页?)?[—–\-－ ]*")  # fmt: skip
_STARTS_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条阶]|[①-⑳]|附件"
)
_ENDS_SENTENCE = tuple("。！？；：!?;")
_CJK = r"[\u2e80-\u9fff\uf900-\ufaff，。、；：？！“”‘’（）《》〈〉【】…—]"
_SPACE_IN_CJK = re.compile(rf"(?<={_CJK})[ \u3000]+(?={_CJK})")


def join_pages(pages: list[str]) -> str:
    """Return one text of all pages, one paragraph a line, without page numbers and headers."""
    lines_of_pages = [[_clean(line) for line in page.splitlines()] for page in pages]
    lines_of_pages = [[line for line in lines if line] for lines in lines_of_pages]
    repeated = _repeated(lines_of_pages)
    lines = [line for page in lines_of_pages for line in _body(page, repeated)]
    return "\n".join(_join(lines))


def _clean(line: str) -> str:
    line = "".join(_plain(char) for char in line).replace("\x00", "").strip()
    return _SPACE_IN_CJK.sub("", line)


def _plain(char: str) -> str:
    """Return the everyday character for a radical (⼯ is read as 工)."""
    if "\u2e80" <= char <= "\u2fdf":
        return unicodedata.normalize("NFKC", char)
    return char


def _repeated(pages: list[list[str]]) -> set[str]:
    if len(pages) < LEAST_PAGES_TO_REPEAT:
        return set()
    edges = [line for page in pages for line in {*page[:1], *page[-1:]}]
    return {line for line in edges if edges.count(line) >= REPEATED_SHARE * len(pages)}


def _body(page: list[str], repeated: set[str]) -> list[str]:
    page = list(page)
    while page and (page[0] in repeated or _PAGE_NUMBER.fullmatch(page[0])):
        page.pop(0)
    while page and (page[-1] in repeated or _PAGE_NUMBER.fullmatch(page[-1])):
        page.pop()
    return page


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)


def _join(lines: list[str]) -> list[str]:
    widths = sorted(_width(line) for line in lines)
    # The widest lines of tables would hide the width of the running text.
    full = widths[int(len(widths) * 0.95)] - SLACK if widths else 0
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _STARTS_ITEM.match(line):
            joined[-1] += _glue(joined[-1], line) + line
        else:
            joined.append(line)
        fills = _width(line) >= full >= LEAST_WIDTH - SLACK
        goes_on = fills and not line.endswith(_ENDS_SENTENCE)
    return joined


def _glue(left: str, right: str) -> str:
    return " " if left[-1:].isascii() and left[-1:].isalpha() and right[:1].isalpha() and right[:1].isascii() else ""  # fmt: skip
