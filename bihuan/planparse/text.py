"""A normalised view of a source text that still knows where every character came from.

Rules read the view: one alphabet of punctuation, no page counters, no advertisements,
no blanks inside words. Drafts quote the source: ``View.span`` leads back to it.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bihuan.planparse.traditional import SIMPLER

LONGEST_HEADING, SHORTEST_TITLE = 40, 8
INVISIBLE = frozenset("\r\u200b\u200c\u200d\u2060\ufeff\u00ad")
CIRCLED = range(0x2460, 0x24FF)
SENTENCE_END = "。;:!?"
DOCUMENT_WORDS = "方案|计划|要点|意见|通知|办法|细则|预案|规划|决定|通告|公告"


@dataclass(frozen=True, slots=True)
class View:
    """Normalised ``text``; ``index[i]`` is the source position of ``text[i]``."""

    source: str
    text: str
    index: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of ``text[start:end]``."""
        if end <= start:
            at = self.index[start] if start < len(self.index) else len(self.source)
            return at, at
        return self.index[start], self.index[end - 1] + 1

    def part(self, start: int, end: int) -> "View":
        """Return the view of one stretch of this view."""
        return View(self.source, self.text[start:end], self.index[start:end])

    def without(self, gone: Iterable[tuple[int, int]]) -> "View":
        """Return the view without some stretches, which may overlap."""
        kept, at = [], 0
        for start, end in sorted(gone):
            kept.append((at, start))
            at = max(at, end)
        return self.of_pieces([(a, b, "") for a, b in (*kept, (at, len(self.text))) if a < b])

    def of_pieces(self, pieces: Iterable[tuple[int, int, str]]) -> "View":
        """Return the view of some stretches in order, each rewritten where words are given."""
        text, index = [], array("q")
        for start, end, words in pieces:
            text.append(words or self.text[start:end])
            index.extend(self.index[start:end])
        return View(self.source, "".join(text), index)


@lru_cache(maxsize=20_000)
def plain(char: str) -> str:
    """Return the one-character normal form of a character, or nothing if it is invisible."""
    if char in INVISIBLE:
        return ""
    if ord(char) in CIRCLED or char == "\n":
        return char
    if char in "〞〟":
        return "”"
    if char.isspace():
        return "\n" if char in "\x0b\x0c\x85\u2028\u2029" else " "
    folded = unicodedata.normalize("NFKC", char)
    return SIMPLER.get(folded, folded) if len(folded) == 1 else char


class _Folds(dict[int, str]):
    """What every character folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = plain(chr(code))
        if len(self) < MOST_FOLDS:
            self[code] = folded
        return folded


MOST_FOLDS = 20_000
FOLDS = _Folds()
UNSEEN = re.compile(f"[{''.join(sorted(INVISIBLE))}]+")


def view_of(source: str) -> View:
    """Return the view of a whole source with every character folded, lines untouched."""
    text = source.translate(FOLDS)
    index = array("q", range(len(source)))
    if len(text) < len(source):
        shown = array("q")
        at = 0
        for match in UNSEEN.finditer(source):
            shown.extend(index[at : match.start()])
            at = match.end()
        index = shown + index[at:]
    return View(source, text, index)


def stripped(text: str, start: int, end: int, blanks: str = " \n") -> tuple[int, int]:
    """Return the bounds of a stretch without ``blanks`` at either end."""
    while start < end and text[start] in blanks:
        start += 1
    while end > start and text[end - 1] in blanks:
        end -= 1
    return start, end


def lines(text: str) -> list[tuple[int, int]]:
    """Return the bounds of every line, without its line break."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in re.finditer("\n", text):
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(text)))
    return found


MARKUP = re.compile(
    r"(?=[ #>*])(?:^[ ]{0,3}(?:#{1,6}[ ]+|>[ ]?)+|^\*\*(?=[^*\n]{1,60}\*\*$)|(?<=[^*\n])\*\*$)",
    re.MULTILINE,
)


def without_markup(view: View) -> View:
    """Return the view without Markdown's marks for headings, quotations and whole bold lines."""
    marked = list(MARKUP.finditer(view.text))
    if not marked:
        return view
    return view.without(match.span() for match in marked)


HEADING_START = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|\d{1,2} ?[.、](?!\d)"
    r"|第[一二三四五六七八九十\d]{1,3}(?:章|部分|阶段|步|条)|[①-⑳]|\(\d{1,2}\)|附件|\*、"
)
ENDS_IN_DOCUMENT_WORD = re.compile(f"(?:{DOCUMENT_WORDS})$")


def is_cjk(char: str) -> bool:
    """Return whether a character is a Chinese ideograph."""
    return "\u3400" <= char <= "\u9fff"


NEXT_STARTS = re.compile(r"[一-鿿(“《]|\d{1,2} ?[.、)](?!\d)|20\d\d年|\d{1,2}月")


def _gap(before: str, rest: str, run: int, segment: str) -> str:
    """Return what a run of blanks between two characters stands for.

    In pages flattened to one line a blank is all that is left of a paragraph break: after
    a full stop, after a numbered heading, after a title. Elsewhere it is a stray.
    """
    if before in SENTENCE_END:
        return "\n"
    mark = HEADING_START.match(segment)
    heading = mark and mark.end() < len(segment) <= LONGEST_HEADING and "," not in segment
    title = len(segment) >= SHORTEST_TITLE and ENDS_IN_DOCUMENT_WORD.search(segment)
    if (heading or title) and is_cjk(before) and NEXT_STARTS.match(rest):
        return "\n"  # “(4)培训合格率为 100%” goes on
    after = rest[0]
    if is_cjk(before) and is_cjk(after):
        return "" if run == 1 else " "
    return (
        " " if before.isascii() and after.isascii() and before.isalnum() and after.isalnum() else ""
    )


BLANKS = re.compile(" +")
STOPS = f"\n{SENTENCE_END}"
LONGEST_SEGMENT = 80
CUT_DIGITS = re.compile(
    r"(?=\d)(?:(?<!\d)(?:20 \d{2}|202 \d|2 02\d)(?=年)|(?<=年)1 [0-2](?=月)|(?<=月)(?:[12] \d|3 [01])(?=[日号]))"
)


def close_gaps(view: View) -> View:
    """Return the view with blanks inside words removed and lost paragraph breaks restored."""
    cut = [
        (at, at + 1)
        for match in CUT_DIGITS.finditer(view.text)
        for at in range(*match.span())
        if view.text[at] == " "
    ]
    if cut:
        view = view.without(cut)
    text = view.text
    pieces: list[tuple[int, int, str]] = []
    segment, last, at = "", "\n", 0  # the words since the last stop, as far as they matter
    for run in BLANKS.finditer(text):
        start, stop = run.span()
        if start > at:
            pieces.append((at, start, ""))
            segment, last = _segment(segment, text[max(at, start - LONGEST_SEGMENT) : start])
        at = stop
        if last == "\n" or stop == len(text) or text[stop] == "\n":
            continue
        gap = _gap(last, text[stop : stop + 8], stop - start, segment)
        if gap:
            pieces.append((start, start + 1, gap))
            segment, last = ("" if gap == "\n" else segment + gap), gap
    pieces.append((at, len(text), ""))
    return view.of_pieces(pieces) if len(pieces) > 1 else view


def _segment(so_far: str, piece: str) -> tuple[str, str]:
    """Return the words since the last stop and the last character, after one more piece."""
    stop = max(map(piece.rfind, STOPS))
    words = piece[stop + 1 :] if stop >= 0 else so_far + piece
    return words[-LONGEST_SEGMENT:], piece[-1]


WRAPPED = 20
CUT_RATE = re.compile(
    r"[率度值](?:达到?|为|≥)?\d|(?:达到?|为|≥)\d+(?:\.\d+)?%"
)  # “设备完好”, “率100%”
NO_BREAK_AFTER = frozenset("。;:!?…”》)]")


def join_wrapped(view: View) -> View:
    """Return the view with lines that a page width cut, not an author, joined again."""
    text = view.text
    drop: list[tuple[int, int]] = []
    bounds = lines(text)
    for (start, end), (next_start, next_end) in pairwise(bounds):
        line, following = text[start:end], text[next_start:next_end]
        if not line or not following or HEADING_START.match(following):
            continue
        opened = any(
            line.rfind(left) > line.rfind(right) and right in following
            for left, right in ("《》", "()")
        )
        cut = (line[-1].isdigit() and following[0] in "年月日号%") or (
            is_cjk(line[-1]) and CUT_RATE.match(following)
        )
        title = (
            len(line) >= WRAPPED
            and not re.search(r"[,。;:]", line)
            and ENDS_IN_DOCUMENT_WORD.search(line + following)
            and not ENDS_IN_DOCUMENT_WORD.search(line)
            and len(following) <= SHORTEST_TITLE
        )
        wrapped = (
            len(line) >= WRAPPED
            and line[-1] not in NO_BREAK_AFTER
            and not ENDS_IN_DOCUMENT_WORD.search(line)
            and (not HEADING_START.match(line) or "。" in line)
            and (line[-1] in ",、" or "。" in line or "," in line)
        )
        if opened or cut or title or wrapped:
            drop.append((end, end + 1))
    return view.without(drop) if drop else view
