"""A chart as data: what ``web/_chart.html`` draws and what its table shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Value = int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table beside a chart."""

    label: str
    url: str
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers by label, with the list behind each label.

    ``title`` states the finding when there is one (「甲社区整改率最低：61%」). ``series`` is
    name → one value per label. ``urls`` is empty or holds one address per label. ``colours``
    names tokens without their prefix (``risk-red``, ``done``), only where the meaning is theirs.
    """

    id: str
    title: str
    labels: Sequence[str]
    series: dict[str, Sequence[Value]]
    kind: Literal["bar", "line", "stack"] = "bar"
    unit: str = ""
    urls: Sequence[str] = ()
    target: float | None = None
    maximum: float | None = None
    colours: Sequence[str] = field(default=())
    label_heading: str = "项目"

    @property
    def names(self) -> list[str]:
        """The names of the series: the table's columns."""
        return list(self.series)

    @property
    def rows(self) -> list[Row]:
        """The table's lines."""
        urls = self.urls or [""] * len(self.labels)
        columns = list(self.series.values())
        return [
            Row(label, url, tuple(column[at] for column in columns))
            for at, (label, url) in enumerate(zip(self.labels, urls, strict=True))
        ]

    @property
    def data(self) -> dict[str, object]:
        """What the browser draws."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "labels": list(self.labels),
            "series": [{"name": name, "values": list(v)} for name, v in self.series.items()],
            "urls": list(self.urls),
            "target": self.target,
            "max": self.maximum,
            "colours": list(self.colours),
        }
