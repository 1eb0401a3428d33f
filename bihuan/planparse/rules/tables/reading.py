"""What a cell says: its words, its day, how often, how much."""

import re
from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from bihuan.planparse.context import Plan
from bihuan.planparse.dates import Calendar, find_times
from bihuan.planparse.frequencies import EVERY, WORDS, period_of, times_in
from bihuan.planparse.numerals import NUMBER, read_number
from bihuan.planparse.quantities import UNITS
from bihuan.planparse.schema import Operator, Period, Span
from bihuan.planparse.tables import MERGED, Cell, Row, Table
from bihuan.planparse.text import plain

S = TypeVar("S", bound=Span)
A_PERIOD = re.compile(rf"(?P<number>{NUMBER})(?:次|期|篇|轮|场)?/(?P<period>{WORDS})")
IN_A_PERIOD = re.compile(
    rf"(?:一|1)?(?P<period>{WORDS})(?:度|内)?(?:至少|不少于)?(?P<number>{NUMBER})(?:次|期|篇|轮|场)"
)
PERIOD_ONLY = re.compile(rf"(?:按)?(?P<period>{WORDS})(?:度|报|检|查|调度|检查|巡查)?")
MORE = re.compile(r"不低于|不少于|至少|以上|≥|>=|大于等于|达到")
LESS = re.compile(r"不高于|不超过|以内|以下|≤|<=|控制在")
AMOUNT = re.compile(rf"(?P<number>\d{{1,9}}(?:\.\d{{1,3}})?)(?P<unit>%|{UNITS}|次)?")
LABEL_UNIT = re.compile(
    rf"\((?P<unit>%|{UNITS}|次)\)|(?P<noun>家次|人次|家|户|人|次|所|台|场|个)数"
)
BLANK = re.compile(r"[Xx×*_□]{1,4}[年月日]|年(?=月)|月(?=日)")
LIST_MARK = re.compile(r"^(?:\d{1,2}[.、．]|[(（]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、)\s*")


def rows(plan: Plan, *columns: str) -> Iterator[tuple[Table, Row, Cell]]:
    """Yield every row that has a cell of its own in the first of some columns its table has."""
    for table in plan.tables:
        at = table.column(*columns)
        if at is None:
            continue
        for row in table.rows:
            cell = row.cells[at]
            if cell is not None and at in row.own:
                yield table, row, cell


def said(cell: Cell | None) -> str:
    """Return a cell's words in the normal alphabet, without blanks, for reading."""
    if cell is None:
        return ""
    return "".join(plain(char) for char in cell.text if not char.isspace())


def shown(cell: Cell | None) -> str | None:
    """Return a cell's words as people read them, without a list mark; None if there are none."""
    if cell is None:
        return None
    words = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", cell.text.strip(MERGED))
    return LIST_MARK.sub("", words).strip(" 。;；") or None


def bodies(cell: Cell | None) -> str | None:
    """Return the bodies a cell names, one after another."""
    if cell is None:
        return None
    return re.sub(r"\s+", "、", cell.text.strip(MERGED + " ")) or None


def days(plan: Plan, cell: Cell | None) -> tuple[date | None, date | None]:
    """Return the first and last day a cell names, in the plan's year where it names none."""
    words = said(cell)
    times = find_times(words)
    if not times or BLANK.search(words) or any(time.blank for time in times):
        return None, None
    first, last = Calendar(plan.year).resolve(times[0])
    if len(times) > 1:
        last = Calendar(plan.year).resolve(times[-1])[1] or last
    return first, last


def often(cell: Cell | None) -> tuple[int, Period] | None:
    """Return how many times in which period a cell asks for, None if it names no period."""
    words = said(cell)
    match = EVERY.search(words)
    if match:
        return times_in(words) or 1, period_of(match["period"], match["times"] or "")
    for pattern in (A_PERIOD, IN_A_PERIOD):
        match = pattern.search(words)
        number = read_number(match["number"]) if match else None
        if match and number and number >= 1:
            return int(number), period_of(match["period"])
    match = PERIOD_ONLY.fullmatch(words)
    return (1, period_of(match["period"])) if match else None


def amount(cell: Cell, label: str) -> tuple[Operator, float, str] | None:
    """Return how a figure compares, its value and its unit: from the cell or the column's head."""
    words = said(cell)
    match = AMOUNT.search(words)
    if match is None or len(words) > match.end() - match.start() + 8:
        return None
    head = LABEL_UNIT.search("".join(plain(char) for char in label))
    unit = match["unit"] or (head["unit"] or head["noun"] if head else "")
    if not unit:
        return None
    value = float(match["number"])
    op: Operator = "<=" if LESS.search(words) else ">="
    if unit == "%" and value == 100 and not MORE.search(words):  # noqa: PLR2004 - the whole
        op = "=="
    return op, value, unit


def made(
    plan: Plan, model: type[S], cell: Cell, /, *, rule: str, confidence: float, **values: object
) -> S:
    """Return an item that quotes a cell."""
    span = (cell.start, cell.end)
    return plan.make_at(model, span, rule=rule, confidence=confidence, **values)
