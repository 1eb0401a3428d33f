"""Division codes (GB/T 2260 and the statistical division codes below it) as numbers.

A code has twelve digits: province 2, city 2, county 2, town 3, village or community 3.
A place higher up is padded with zeros, so everything inside it is one range of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class AreaLevel(IntEnum):
    """How far down a place stands; the value is the number of digits that name it."""

    PROVINCE = 2
    CITY = 4
    COUNTY = 6
    TOWN = 9
    VILLAGE = 12

    @property
    def label(self) -> str:
        """The Chinese name of the level."""
        return LEVEL_NAMES[self]

    @property
    def span(self) -> int:
        """How many twelve-digit codes one place of this level holds."""
        return int(10 ** (12 - self.value))

    def below(self) -> AreaLevel | None:
        """The next level down, or None for a village."""
        levels = list(AreaLevel)
        index = levels.index(self) + 1
        return levels[index] if index < len(levels) else None


LEVEL_NAMES = {
    AreaLevel.PROVINCE: "省",
    AreaLevel.CITY: "市",
    AreaLevel.COUNTY: "县（区）",
    AreaLevel.TOWN: "乡镇（街道）",
    AreaLevel.VILLAGE: "村（社区）",
}


@dataclass(frozen=True, slots=True)
class AreaRange:
    """All codes from ``low`` to ``high``, both included."""

    low: int
    high: int

    def __contains__(self, code: int) -> bool:
        return self.low <= code <= self.high

    def covers(self, other: AreaRange) -> bool:
        """Whether ``other`` lies wholly inside this range."""
        return self.low <= other.low and other.high <= self.high


def level_of(code: int) -> AreaLevel:
    """Return the level of a padded twelve-digit code.

    Raises:
        ValueError: the number has not twelve digits.
    """
    if not 10**11 <= code < 10**12:
        raise ValueError(f"not a twelve-digit division code: {code}")
    for level in AreaLevel:
        if code % level.span == 0:
            return level
    raise AssertionError("every number is a multiple of one")


def range_of(code: int) -> AreaRange:
    """Return the range of everything inside the place, itself included."""
    return AreaRange(code, code + level_of(code).span - 1)


def at_level(code: int, level: AreaLevel) -> int:
    """Return the code of the place of ``level`` that holds ``code`` (or ``code`` if higher)."""
    return code // level.span * level.span


def parent_of(code: int) -> int | None:
    """Return the code one level up, or None for a province."""
    levels = list(AreaLevel)
    index = levels.index(level_of(code))
    return at_level(code, levels[index - 1]) if index else None


def above_of(area: AreaRange) -> list[int]:
    """Return the codes of the places that hold a place, nearest first."""
    found: list[int] = []
    code = parent_of(area.low)
    while code is not None:
        found.append(code)
        code = parent_of(code)
    return found


def county_of(code: int) -> int:
    """Return the six-digit county code, which big tables keep as their index column."""
    return code // AreaLevel.COUNTY.span
