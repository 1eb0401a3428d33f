"""Documents that a plan names without 书名号, or without anything between them. Pure, no Django."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLANK = re.compile(r"《[\s_＿]*》")
_NOTICE = re.compile(
    r"(?:根据|按照|依据|遵照|贯彻落实|贯彻|落实)(?P<who>[^《》。;；\n关]{2,50}?)"
    r"关于(?P<title>[^《》。;；\n]{4,70}?的(?:通知|意见|决定|通报|方案))"
    r"(?:[（(](?P<number>[^（）()\n]{3,40}号?)[）)])?"
)
_NUMBER = re.compile(
    r"(?P<who>[一-鿿]{0,14})[〔\[［](?P<year>\d{0,6})[〕\]］]?\s*(?:第)?(?P<number>\d*)\s*(?P<end>号?)"
)
_BEFORE_AN_ISSUER = re.compile(
    r"落实|贯彻|按照|根据|依据|执行|转发|遵照|印发|精神|以及|文件|要求|(?<!共)和|及|与|的"
)
_BETWEEN_ISSUERS = re.compile(r"、|，|,|和|及|以及|与")


@dataclass(frozen=True, slots=True)
class Mention:
    """One document that is named somehow; ``title`` and ``number`` are empty where not given."""

    title: str
    number: str
    issuer: str
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """Return what is named without a title in 书名号, in order of the text.

    Blank 《》, notices named by their issuers alone (one for each issuer), and bare numbers.
    """
    found = [*_blanks(text), *_notices(text)]
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _numbers(text) if not _inside(one, taken)]
    return sorted(found, key=lambda one: (one.start, one.end))


def _inside(one: Mention, taken: list[tuple[int, int]]) -> bool:
    return any(start < one.end and one.start < end for start, end in taken)


def _blanks(text: str) -> Iterator[Mention]:
    for match in _BLANK.finditer(text):
        yield Mention("", "", "", match.start(), match.end())


def _notices(text: str) -> Iterator[Mention]:
    for match in _NOTICE.finditer(text):
        issuers = [one.strip() for one in _BETWEEN_ISSUERS.split(match["who"]) if one.strip()]
        for issuer in issuers or [""]:
            yield Mention(
                f"关于{match['title']}", match["number"] or "", issuer, match.start("who"),
                match.end(),
            )  # fmt: skip


def _numbers(text: str) -> Iterator[Mention]:
    for match in _NUMBER.finditer(text):
        if not (match["number"] or match["year"]):
            continue
        who = _BEFORE_AN_ISSUER.split(match["who"])[-1]
        start = match.start("who") + len(match["who"]) - len(who)
        yield Mention("", text[start : match.end()].strip(), "", start, match.end())
