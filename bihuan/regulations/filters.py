"""The filter 「某日有效」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import QueryDict

from bihuan.kernel.chinese import date_text
from bihuan.web.lists.filters import Choices, Filter, Reading, Rows
from bihuan.web.requests import UserRequest


@dataclass(frozen=True, slots=True)
class InForceFilter(Filter):
    """Texts in force on the day typed."""

    template: ClassVar[str] = "regulations/_filter_day.html"

    def read(self, query: QueryDict, options: Choices) -> Reading:  # noqa: ARG002
        """Read the day."""
        text = query.get(self.name, "").strip()
        if not text:
            return Reading()
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return Reading(problem=f"{self.label}的「{text}」不是日期，已忽略。")
        return Reading({"day": day}, ((self.name, text, f"{date_text(day)}有效"),))

    def narrow(self, rows: Rows, reading: Reading, request: UserRequest) -> Rows:  # noqa: ARG002
        """Keep what was in force on the day."""
        return rows.in_force_on(reading.values["day"])  # type: ignore[attr-defined,no-any-return]
