"""Citations down to 条、款、项: 「安全生产法第四条、第五条和第二十一条」. Pure, no Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_NUMERAL = r"[零一二三四五六七八九十百千\d]{1,8}"
_ARTICLE = re.compile(
    rf"第(?P<article>{_NUMERAL})条(?:之(?P<sub>{_NUMERAL}))?"
    rf"(?:第(?P<paragraph>{_NUMERAL})款)?(?:第[（(]?(?P<item>{_NUMERAL})[）)]?项)?"
)
_SAME_ARTICLE = re.compile(
    rf"(?:第(?P<paragraph>{_NUMERAL})款)?(?:第[（(]?(?P<item>{_NUMERAL})[）)]?项)?"
)
_JOIN = re.compile(r"\s*(?:、|，|,|和|及|以及|与|或|或者)\s*")
_RANGE = re.compile(r"\s*(?:至|到|-|—|～|~)\s*")
_TITLE = re.compile(
    r"《(?P<marked>[^《》\n]{0,80})》\s*(?:[（(](?P<number>[^（）()\n]{2,40})[）)])?\s*(?:的)?"
    r"|(?P<bare>中华人民共和国[一-鿿]{2,20}?(?:法|条例))(?=\s*第)"
)
LARGEST = 9999
MOST_IN_A_RANGE = 60


@dataclass(frozen=True, slots=True, order=True)
class Article:
    """One place in a text: 条, then 之, 款 and 项 where given (0 where not)."""

    article: int
    sub: int = 0
    paragraph: int = 0
    item: int = 0

    def __str__(self) -> str:
        sub = f"之{numeral(self.sub)}" if self.sub else ""
        paragraph = f"第{numeral(self.paragraph)}款" if self.paragraph else ""
        item = f"第{numeral(self.item)}项" if self.item else ""
        return f"第{numeral(self.article)}条{sub}{paragraph}{item}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A text that is cited and where; ``start``/``end`` span the words."""

    title: str
    number: str
    articles: tuple[Article, ...]
    start: int
    end: int


def numeral(value: int) -> str:
    """Return 1–9999 in Chinese as laws number their articles: 二十一, 一百零五.

    Raises:
        ValueError: the number is out of range.
    """
    if not 1 <= value <= LARGEST:
        raise ValueError(value)
    told, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if not digit:
            gap = bool(told)
            continue
        told += ("零" if gap else "") + _DIGITS[digit] + name
        gap = False
    return told.removeprefix("一") if told.startswith("一十") else told


def value_of(text: str) -> int:
    """Return the number of a Chinese or Arabic numeral; 0 when it is none."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for sign in text:
        if sign in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        elif sign in _DIGITS:
            digit = _DIGITS.index(sign)
        else:
            return 0
    return total + digit


def articles_at(text: str, start: int) -> tuple[list[Article], int]:
    """Return the articles listed from ``start`` on, and where the list ends.

    「第四条至第六条」 is all three; 「第二十一条第二款、第三款」 stays in its article.
    """
    found: list[Article] = []
    at, end = start, start
    through = False
    while True:
        taken = _next(text, at, found[-1] if found else None)
        if taken is None:
            return found, end
        one, end = taken
        if through and found:
            first, last = found[-1].article + 1, one.article
            if first < last <= first + MOST_IN_A_RANGE:
                found += [Article(number) for number in range(first, last)]
        if one not in found:
            found.append(one)
        joined = _JOIN.match(text, end)
        ranged = None if joined else _RANGE.match(text, end)
        if joined is None and ranged is None:
            return found, end
        through = ranged is not None
        at = (joined or ranged or re.match("", text)).end()  # type: ignore[union-attr]


def _next(text: str, at: int, before: Article | None) -> tuple[Article, int] | None:
    if match := _ARTICLE.match(text, at):
        parts = [value_of(match[name] or "") for name in ("article", "sub", "paragraph", "item")]
        return (Article(*parts), match.end()) if parts[0] else None
    if before is None:
        return None
    match = _SAME_ARTICLE.match(text, at)
    if match is None or match.end() == at:
        return None
    paragraph = value_of(match["paragraph"] or "") or before.paragraph
    return Article(
        before.article, before.sub, paragraph, value_of(match["item"] or "")
    ), match.end()


def citations(text: str) -> list[Citation]:
    """Return every text that is named, in order, with the articles named right behind it."""
    return list(_citations(text))


def _citations(text: str) -> Iterator[Citation]:
    for match in _TITLE.finditer(text):
        title = match["bare"] or match["marked"] or ""
        articles, end = articles_at(text, match.end())
        end = end if articles else match.end()
        yield Citation(title.strip(), match["number"] or "", tuple(articles), match.start(), end)
