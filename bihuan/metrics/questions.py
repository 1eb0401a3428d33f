"""Read a question about a number from an address, and keep it within what the person may see."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import QueryDict
from django.utils.timezone import localdate

from bihuan.kernel.areas import AreaLevel, AreaRange, level_of, range_of
from bihuan.kernel.chinese import date_text
from bihuan.kernel.errors import BadInput, NotFound, Problem
from bihuan.kernel.periods import Recurrence, period_of
from bihuan.metrics.registry import Metric, metric_of
from bihuan.metrics.where import Where
from bihuan.web.requests import UserRequest

CODES = AreaRange(10**11, 10**12 - 1)
LARGEST_ID = 2**63 - 1
NAMES = {
    "low": "区划起", "high": "区划止", "on": "统计日", "start": "起始日期", "end": "截止日期",
    "campaign": "行动", "enterprise": "企业",
}  # fmt: skip


def metric_from_key(key: str) -> Metric:
    """Return the metric of an address.

    Raises:
        NotFound: there is none of that key.
    """
    try:
        return metric_of(key)
    except KeyError as error:
        raise NotFound from error


def where_from_request(request: UserRequest) -> Where:
    """Return the question that ``Where.as_query`` wrote; what is absent is the person's own area,
    today, and all time.

    A person of an enterprise is pinned to that enterprise.

    Raises:
        NotFound: the range, or the enterprise, is not for this person to see.
        BadInput: a value is no date or no number, or the bounds are reversed.
    """
    scope = request.user.scope
    if scope is None:
        raise NotFound
    reader = _Reader(request.GET)
    low, high = reader.number("low"), reader.number("high")
    on = reader.day("on") or localdate()
    start, end = reader.day("start"), reader.day("end")
    campaign, enterprise = reader.number("campaign"), reader.number("enterprise")
    if start is not None and end is not None and end < start:
        reader.problems.append(Problem("截止日期", "早于起始日期", "，请改正。"))
    area = AreaRange(
        scope.area.low if low is None else low, scope.area.high if high is None else high
    )
    if area.low > area.high:
        reader.problems.append(Problem("区划", "起止颠倒", "，请改正。"))
    if reader.problems:
        raise BadInput(reader.problems)
    if scope.enterprise_id is not None:
        if enterprise not in {None, scope.enterprise_id}:
            raise NotFound
        enterprise = scope.enterprise_id
    if not scope.area.covers(area):
        raise NotFound
    return Where(area, on, start, end, campaign, enterprise)


class _Reader:
    """Values of a query; what cannot be read becomes a problem."""

    def __init__(self, query: QueryDict) -> None:
        self._query = query
        self.problems: list[Problem] = []

    def number(self, name: str) -> int | None:
        """Return a whole number, None when absent."""
        text = self._query.get(name, "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST_ID:
            self.problems.append(Problem(NAMES[name], f"“{text[:20]}”不是编号", "。"))
            return None
        return int(text)

    def day(self, name: str) -> date | None:
        """Return a date, None when absent."""
        text = self._query.get(name, "").strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.problems.append(
                Problem(NAMES[name], f"“{text[:20]}”不是日期", "，请按 2026-06-01 的样式填写。")
            )
            return None


def usual_where(metric: Metric, area: AreaRange, *, on: date) -> Where:
    """Return the question a page asks unless told otherwise, as of ``on``.

    A share is taken over this year so far; a count over all time, because what is still open
    from last year is still open.
    """
    start = period_of(on, Recurrence.YEAR).start if metric.is_ratio else None
    return Where(area, on, start, on)


def spans(on: date) -> list[tuple[str, date | None, date]]:
    """Return the spans a page offers: (label, first day, last day)."""
    found: list[tuple[str, date | None, date]] = [
        (label, period_of(on, every).start, on)
        for label, every in (
            ("本月", Recurrence.MONTH), ("本季度", Recurrence.QUARTER), ("今年", Recurrence.YEAR),
        )
    ]  # fmt: skip
    last = period_of(period_of(on, Recurrence.MONTH).start - timedelta(days=1), Recurrence.MONTH)
    return [("上月", last.start, last.end), *found, ("全部", None, on)]


def span_text(where: Where) -> str:
    """Return the span in words: 「2026年1月1日至2026年6月10日」."""
    if where.start and where.end:
        return f"{date_text(where.start)}至{date_text(where.end)}"
    if where.start:
        return f"{date_text(where.start)}起"
    return f"截至{date_text(where.end)}" if where.end else "全部时间"


def place_level(area: AreaRange) -> AreaLevel | None:
    """Return the level of the one place that the range is; None when it is no single place."""
    if area.low not in CODES:
        return None
    return level_of(area.low) if range_of(area.low) == area else None
