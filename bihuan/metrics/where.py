"""Over which part of the world, and of time, a number is taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet

from bihuan.kernel.areas import AreaRange
from bihuan.metrics.families import family_of

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Where:
    """An area range, a span of days (both included, None is open), and optional filters.

    ``on`` is the day on which the question is asked: what is late depends on it.
    """

    area: AreaRange
    on: date
    start: date | None = None
    end: date | None = None
    campaign: int | None = None
    enterprise: int | None = None

    def inside(self, area: AreaRange) -> Where:
        """Return the same question for another area."""
        return replace(self, area=area)

    def during(self, start: date | None, end: date | None) -> Where:
        """Return the same question for another span of days."""
        return replace(self, start=start, end=end)

    def as_query(self) -> str:
        """Return the question as a URL query, which ``metrics.questions`` reads back."""
        values = {
            "low": self.area.low,
            "high": self.area.high,
            "on": self.on.isoformat(),
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "campaign": self.campaign,
            "enterprise": self.enterprise,
        }
        return urlencode({name: value for name, value in values.items() if value is not None})

    def as_facts(self) -> dict[str, object]:
        """Return the question as plain JSON, for provenance."""
        return {
            "low": self.area.low,
            "high": self.area.high,
            "on": self.on.isoformat(),
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "campaign": self.campaign,
            "enterprise": self.enterprise,
        }

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Where:
        """Read back what ``as_facts`` wrote."""

        def day(name: str) -> date | None:
            return date.fromisoformat(facts[name]) if facts.get(name) else None

        return cls(
            area=AreaRange(facts["low"], facts["high"]),
            on=date.fromisoformat(facts["on"]),
            start=day("start"),
            end=day("end"),
            campaign=facts.get("campaign"),
            enterprise=facts.get("enterprise"),
        )

    def of(
        self,
        rows: QuerySet[M],
        *,
        day: str | None,
        area: str = "area",
        enterprise: str | None = "enterprise_id",
        campaign: str | None = "campaign_ref",
    ) -> QuerySet[M]:
        """Filter ``rows`` by the columns named; ``day`` is the date column the span refers to.

        A question about one campaign or enterprise asked of rows that know none finds nothing.
        A campaign's question is asked of its whole family (``metrics.families``).
        """
        lookups: dict[str, Any] = {f"{area}__gte": self.area.low, f"{area}__lte": self.area.high}
        if day is not None and self.start is not None:
            lookups[f"{day}__gte"] = self.start
        if day is not None and self.end is not None:
            lookups[f"{day}__lte"] = self.end
        if self.enterprise is not None:
            if enterprise is None:
                return rows.none()
            lookups[enterprise] = self.enterprise
        if self.campaign is not None and campaign is None:
            return rows.none()
        return rows.filter(self._of_campaign(campaign, area, enterprise), **lookups)

    def _of_campaign(self, column: str | None, area: str, enterprise: str | None) -> Q:
        """Return the condition that a row belongs to the campaign or to its family."""
        if self.campaign is None or column is None:
            return Q()
        relatives = family_of(self.campaign)
        if relatives is None:
            return Q(**{column: self.campaign})
        return relatives.rows(campaign=column, area=area, enterprise=enterprise)
