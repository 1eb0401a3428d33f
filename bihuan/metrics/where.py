"""Over which part of the world, and of time, a number is taken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

from bihuan.kernel.areas import AreaRange

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
        """
        lookups: dict[str, Any] = {f"{area}__gte": self.area.low, f"{area}__lte": self.area.high}
        if day is not None and self.start is not None:
            lookups[f"{day}__gte"] = self.start
        if day is not None and self.end is not None:
            lookups[f"{day}__lte"] = self.end
        for wanted, column in ((self.enterprise, enterprise), (self.campaign, campaign)):
            if wanted is not None and column is None:
                return rows.none()
            if wanted is not None and column is not None:
                lookups[column] = wanted
        return rows.filter(**lookups)
