"""Automatic numbering of a Word file turned into text: plans rely on 一、（一）1. being there."""

import re
from dataclasses import dataclass, field

from lxml import etree

from bihuan.planparse.readers.numerals import write_number
from bihuan.planparse.readers.wordxml import attribute, child, children, is_on, number, value

DEEPEST = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Level:
    """How one level of a list writes its number; ``text`` holds %1 … %9 as places."""

    form: str
    text: str
    start: int
    suffix: str
    all_digits: bool
    restarts_after: int | None


@dataclass(frozen=True)
class NumberedAs:
    """Which list (``w:numId``) and which level of it, counted from 0, a paragraph follows."""

    list_id: str
    level: int


@dataclass
class Lists:
    """Every list of a document and where its counters stand."""

    _abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    _of: dict[str, str] = field(default_factory=dict)
    _changed: dict[str, dict[int, Level]] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _by_style: dict[str, NumberedAs] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Lists":
        """Return the lists declared by the root of ``numbering.xml``."""
        lists = cls()
        if root is None:
            return lists
        for one in children(root, "abstractNum"):
            name = attribute(one, "abstractNumId") or ""
            lists._abstract[name] = {_index(lvl): _level(lvl) for lvl in children(one, "lvl")}
        for one in children(root, "num"):
            lists._read_num(attribute(one, "numId") or "", one)
        return lists

    def _read_num(self, list_id: str, num: etree._Element) -> None:
        self._of[list_id] = value(num, "abstractNumId") or ""
        for change in children(num, "lvlOverride"):
            level = _index(change)
            start = number(change, "startOverride")
            if start is not None:
                self._restarts.setdefault(list_id, {})[level] = start
            lvl = child(change, "lvl")
            if lvl is not None:
                self._changed.setdefault(list_id, {})[level] = _level(lvl)

    def next_label(self, place: NumberedAs) -> str:
        """Count one paragraph and return what Word writes before it; empty for bullets."""
        levels = self._abstract.get(self._of.get(place.list_id, ""), {})
        levels = levels | self._changed.get(place.list_id, {})
        level = levels.get(place.level)
        if level is None:
            return ""
        counters = self._count(place, levels)
        if level.form == "bullet":
            return ""

        def write(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            count = counters[at]
            shown = levels.get(at, level)
            form = "decimal" if level.all_digits else shown.form
            return write_number(shown.start if count is None else count, form)

        label = _PLACE.sub(write, level.text)
        needs_space = level.suffix != "nothing" and label[-1:].isascii() and label != ""
        return label + " " if needs_space else label

    def _count(self, place: NumberedAs, levels: dict[int, Level]) -> list[int | None]:
        counters = self._counters.setdefault(self._of[place.list_id], [None] * DEEPEST)
        restart = self._restarts.get(place.list_id, {}).pop(place.level, None)
        before = counters[place.level]
        if restart is not None:
            counters[place.level] = restart
        else:
            counters[place.level] = levels[place.level].start if before is None else before + 1
        for deeper in range(place.level + 1, DEEPEST):
            after = levels[deeper].restarts_after if deeper in levels else None
            if after is None or place.level < after:
                counters[deeper] = None
        return counters


def numbered_as(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """Return the list id and the level that paragraph properties name, each or neither."""
    chosen = child(properties, "numPr")
    return value(chosen, "numId"), number(chosen, "ilvl")


def _index(element: etree._Element) -> int:
    text = attribute(element, "ilvl") or "0"
    return min(int(text), DEEPEST - 1) if text.isdigit() else 0


def _level(lvl: etree._Element) -> Level:
    start = number(lvl, "start")
    return Level(
        form=value(lvl, "numFmt") or "decimal",
        text=value(lvl, "lvlText") or "",
        start=1 if start is None else start,
        suffix=value(lvl, "suff") or "tab",
        all_digits=is_on(lvl, "isLgl"),
        restarts_after=number(lvl, "lvlRestart"),
    )
