"""Which sentences of one text stand in another: kept, changed, moved, new or gone.

Equal sentences are found first (unique ones, then their neighbours, then what is left); the rest
are paired by shared pairs of characters, looked up among few candidates. So the cost grows with
the length of the texts, not with the product of their lengths.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

Fate = Literal["kept", "changed", "moved", "new", "gone"]

ALIKE = 0.5  # of the pairs of characters, for two sentences to be one that was changed
COMMON = 24  # a pair of characters in more sentences than this says nothing about any of them
CANDIDATES = 4
LONGEST_COMPARED = 400  # characters; longer sentences are marked from their first difference on

_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十百]{1,4}[、.]|\([一二三四五六七八九十百\d]{1,4}\)|\d{1,3}[.、](?!\d)|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence's fate: its place in the old and in the new text, where it has one.

    ``similarity`` is 1 for sentences that say the same (spaces, width of characters and the
    number in front aside), 0 for new and gone ones. A moved sentence may be changed too.
    """

    fate: Fate
    old: int | None
    new: int | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a changed sentence: in both texts, only in the old or only in the new one."""

    where: Literal["both", "old", "new"]
    text: str


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the fate of every sentence, in the new text's order.

    Each sentence of either text stands in exactly one pair. Gone sentences stand where they
    stood: after the last kept or changed sentence before them.
    """
    olds, news = [key(text) for text in old], [key(text) for text in new]
    partner = _equal(olds, news)
    likeness = dict.fromkeys(partner, 1.0)
    for at, place, alike in _similar(olds, news, partner):
        partner[at] = place
        likeness[at] = alike
    in_order = set(_longest_rising([(at, partner[at]) for at in sorted(partner)]))
    return _listed(len(old), len(new), partner, likeness, in_order)


def key(sentence: str) -> str:
    """Return what two sentences must share to say the same."""
    bare = "".join(sentence.split())
    folded = "".join(c if "①" <= c <= "⑳" else unicodedata.normalize("NFKC", c) for c in bare)
    return _NUMBER.sub("", folded) or folded


def runs(old: str, new: str) -> list[Run]:
    """Return what was struck out and what was written in, in reading order."""
    if max(len(old), len(new)) > LONGEST_COMPARED:
        return _ends(old, new)
    found: list[Run] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("both", old[a:b]))
            continue
        if a < b:
            found.append(Run("old", old[a:b]))
        if c < d:
            found.append(Run("new", new[c:d]))
    return found


def _ends(old: str, new: str) -> list[Run]:
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    parts = (
        Run("both", old[:head]),
        Run("old", old[head : len(old) - tail]),
        Run("new", new[head : len(new) - tail]),
        Run("both", old[len(old) - tail :]),
    )
    return [part for part in parts if part.text]


def _equal(olds: Sequence[str], news: Sequence[str]) -> dict[int, int]:
    """Pair equal sentences: unique ones, outwards from them, then the n-th with the n-th."""
    in_old, in_new = Counter(olds), Counter(news)
    place = {text: at for at, text in enumerate(news)}
    partner = {at: place[text] for at, text in enumerate(olds) if in_old[text] == 1 == in_new[text]}
    taken = set(partner.values())
    if olds and news:
        partner[-1], partner[len(olds)] = -1, len(news)
    for step, order in ((1, range(len(olds))), (-1, range(len(olds) - 1, -1, -1))):
        for at in order:
            if at in partner or at - step not in partner:
                continue
            there = partner[at - step] + step
            if 0 <= there < len(news) and there not in taken and news[there] == olds[at]:
                partner[at] = there
                taken.add(there)
    partner.pop(-1, None)
    partner.pop(len(olds), None)
    left: defaultdict[str, list[int]] = defaultdict(list)
    for at in range(len(news) - 1, -1, -1):
        if at not in taken:
            left[news[at]].append(at)
    for at, text in enumerate(olds):
        if at not in partner and left.get(text):
            partner[at] = left[text].pop()
    return partner


def _similar(
    olds: Sequence[str], news: Sequence[str], partner: dict[int, int]
) -> Iterable[tuple[int, int, float]]:
    """Pair what is left, the most alike first."""
    taken = set(partner.values())
    grams = {at: _grams(text) for at, text in enumerate(news) if at not in taken}
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, own in grams.items():
        for gram in own:
            if len(holders[gram]) <= COMMON:
                holders[gram].append(at)
    expected = 0
    scored: list[tuple[float, int, int, int]] = []
    for at, text in enumerate(olds):
        if at in partner:
            expected = partner[at] + 1
            continue
        mine = _grams(text)
        shared = Counter(
            place
            for gram in mine
            if len(holders.get(gram, ())) <= COMMON
            for place in holders.get(gram, ())
        )
        near = [place for place, _ in shared.most_common(CANDIDATES)]
        scored += [
            (-alike, abs(place - expected), at, place)
            for place in dict.fromkeys([*near, expected])
            if place in grams and (alike := _dice(mine, grams[place])) >= ALIKE
        ]
        expected += 1
    used: set[int] = set()
    for minus, _, at, place in sorted(scored):
        if at not in used and place not in taken:
            used.add(at)
            taken.add(place)
            yield at, place, min(-minus, 0.999)


def _grams(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _dice(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Return the old places of a longest run of pairs that keep their order."""
    tails: list[int] = []
    last: list[int] = []
    before: dict[int, int] = {}
    for at, (_, place) in enumerate(pairs):
        rank = bisect_left(tails, place)
        if rank:
            before[at] = last[rank - 1]
        if rank == len(tails):
            tails.append(place)
            last.append(at)
        else:
            tails[rank], last[rank] = place, at
    found: list[int] = []
    walk = last[-1] if last else None
    while walk is not None:
        found.append(pairs[walk][0])
        walk = before.get(walk)
    return found


def _listed(
    olds: int, news: int, partner: dict[int, int], likeness: dict[int, float], in_order: set[int]
) -> list[Pair]:
    origin = {place: at for at, place in partner.items()}
    frame = [*sorted(in_order), olds]
    until = dict(pairwise(frame))

    def gone(low: int, high: int) -> list[Pair]:
        return [Pair("gone", at, None, 0.0) for at in range(low, high) if at not in partner]

    found = gone(0, frame[0])
    for place in range(news):
        at = origin.get(place)
        if at is None:
            found.append(Pair("new", None, place, 0.0))
        elif at not in in_order:
            found.append(Pair("moved", at, place, likeness[at]))
        else:
            fate: Fate = "kept" if likeness[at] == 1 else "changed"
            found.append(Pair(fate, at, place, likeness[at]))
            found += gone(at + 1, until[at])
    return found
