"""Numbering marks (一、 (一) 1. (1) ① 一是 第一阶段): where they are and which of them count.

At the start of a line a mark is believed. Inside a line it must follow the end of a
sentence or an open heading and continue its series, because “一级、二级” and “第(三)项”
look alike. Ranks order the marks; how deep a clause really lies depends on what is open.
"""

import re
from dataclasses import dataclass

from bihuan.planparse.numerals import read_chinese

CHAPTER, TOP, ARTICLE, SECOND, STEP, THIRD, FOURTH, CIRCLE, INLINE = 0, 1, 2, 2, 2, 3, 4, 5, 6

NUM = "[一二三四五六七八九十]{1,3}"
MARK = re.compile(
    rf"(?=[第一二三四五六七八九十(*\d①-⑳])(?:(?P<chapter>第{NUM}(?:章|部分|编)[、:, ]?)"
    rf"|(?P<step>第(?:{NUM}|\d)(?:阶段|步)[、:,]?)"
    rf"|(?P<article>第(?:{NUM}|[一二三四五六七八九十百]{{1,5}})条[、:, ]?)"
    rf"|(?P<top>{NUM}[、.](?!{NUM}[、.级类是]))"
    rf"|(?P<second>\({NUM}\)[、.]?(?![、和至或项条款及]))"
    r"|(?P<third>\d{1,2} ?(?:[.](?!\d)|[.](?=(?:1[0-2]|[1-9])月\d{1,2}[日号])|[.](?=20\d\d年)|、(?!\d)|、(?=(?:1[0-2]|[1-9])月(?:\d{1,2}[日号]|[上中下]旬|[底初]))|、(?=20\d\d年))|\*、)"
    r"|(?P<bare>1(?=[一-鿿]{3,14}。))"
    r"|(?P<fourth>\(\d{1,2}\)(?![、和至或项条款及])|\d{1,2}\)(?!\d))"
    r"|(?P<circle>[①-⑳])"
    rf"|(?P<inline>{NUM}是(?=[一-鿿“《])))"
)
RANKS = {
    "chapter": CHAPTER,
    "step": STEP,
    "article": ARTICLE,
    "top": TOP,
    "second": SECOND,
    "third": THIRD,
    "bare": THIRD,
    "fourth": FOURTH,
    "circle": CIRCLE,
    "inline": INLINE,
}
FIGURES, CHINESE = re.compile(r"\d+"), re.compile("[一二三四五六七八九十百]+")
STOPS = frozenset("。;:!?)”》」\n")
LONGEST_OPEN_HEADING = 30


@dataclass(frozen=True, slots=True)
class Mark:
    """One numbering mark in a view; ``number`` is 0 where it was blanked out (“*、”)."""

    start: int
    end: int
    family: str
    rank: int
    number: int
    at_line_start: bool


def _number(family: str, text: str) -> int:
    if family == "circle":
        return ord(text[0]) - 0x2460 + 1
    digits = FIGURES.search(text)
    if digits:
        return int(digits.group())
    chinese = CHINESE.search(text)
    return (read_chinese(chinese.group()) or 0) if chinese else 0


class _Series:
    """Which number is expected next at each rank; a higher mark restarts the lower ones."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}
        self.open_until = 0
        self.open_rank = -1
        self.step_rank = STEP

    def take(self, mark: Mark) -> None:
        """Note that ``mark`` counts."""
        for family, rank in RANKS.items():
            if rank > mark.rank:
                self.last.pop(family, None)
        self.last["third" if mark.family == "bare" else mark.family] = mark.number
        self.open_until, self.open_rank = mark.end, mark.rank
        if mark.family == "step":
            self.step_rank = mark.rank

    def continues(self, mark: Mark) -> bool:
        """Return whether ``mark`` is the next of its series or opens one."""
        return mark.number in (1, self.last.get(mark.family, 0) + 1)


def _believed(text: str, mark: Mark, series: _Series) -> bool:
    """Return whether a mark inside a line counts."""
    before = text[mark.start - 1]
    after_stop = before in STOPS
    if mark.family == "inline":
        return (after_stop or before in ",") and series.continues(mark)
    if mark.family == "step":
        return before in "。;:" and series.continues(mark) and text[mark.end - 1] in ",:、"
    if mark.family in ("article", "chapter"):
        return False
    if not series.continues(mark):
        skips = mark.family in ("third", "second") and mark.number > series.last.get(
            mark.family, 99
        )
        return skips and before in "。;" and text[mark.end : mark.end + 1] not in "、,"
    heading = text[series.open_until : mark.start]
    under_heading = (
        mark.number == 1
        and mark.rank > series.open_rank >= 0
        and 0 < len(heading) <= LONGEST_OPEN_HEADING
        and not re.search(r"[。;\n]", heading)
    )
    if mark.family == "top":
        told = text[max(0, mark.start - 3) : mark.start] == "如下:"
        return (after_stop and before not in ":)”》") or (mark.number > 1 and after_stop) or told
    if mark.family == "third" and text[mark.end - 1] == "、":
        return before in "。;:" or under_heading
    if mark.family in ("fourth", "circle"):
        return after_stop or before in "," or under_heading or mark.family == "circle"
    return after_stop or under_heading


def marks(text: str) -> list[Mark]:
    """Return the numbering marks of a text that count, in order."""
    found: list[Mark] = []
    series = _Series()
    for match in MARK.finditer(text):
        family = match.lastgroup or ""
        start = match.start()
        at_line_start = start == 0 or text[start - 1] == "\n"
        # A first step in running text lies under whatever is open there, the others beside it.
        rank = RANKS[family]
        if family == "step" and not at_line_start:
            rank = series.step_rank if series.last.get("step") else INLINE
        number = _number(family, match.group())
        mark = Mark(start, match.end(), family, rank, number, at_line_start)
        if family == "bare":
            follow = text[match.end() : match.end() + 600]
            counts = (at_line_start or text[start - 1] in "。:") and bool(
                re.search(r"\d{1,2} ?[.、](?=[一-鿿])", follow)
            )
        else:
            counts = at_line_start or _believed(text, mark, series)
            if (
                family == "third"
                and text[mark.end : mark.end + 1].isdigit()
                and not text.startswith("20", mark.end)
            ):
                counts = at_line_start and series.continues(mark)  # “4、5月6日前” or “4、5月”
        if counts:
            series.take(mark)
            found.append(mark)
    return found
