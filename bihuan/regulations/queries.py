"""Reads over the library: what citations stand for, editions of one text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from bihuan.people.models import User
from bihuan.regulations.models import Regulation, RegulationName
from bihuan.regulations.rules import Edition, Resolution, names_of, resolve

Reference = tuple[str, str]
"""A title and a number as cited, either may be empty."""


class Known:
    """The editions that some citations may mean, read in one query for one person."""

    def __init__(self, user: User, references: Sequence[Reference]) -> None:
        """Find everything under any form of what is cited."""
        forms = {form for title, number in references for form in names_of(title, number)}
        rows = (
            RegulationName.objects.filter(
                form__in=forms, regulation__in=Regulation.objects.visible_to(user)
            )
            .select_related("regulation__replaced_by")
            .order_by("regulation_id")
        )
        self._by_form: dict[str, list[Edition]] = {}
        for row in rows:
            self._by_form.setdefault(row.form, []).append(row.regulation.edition)

    def resolve(self, title: str, number: str, on: date) -> Resolution:
        """Return what a citation stands for on a day."""
        found = {
            one.pk: one for form in names_of(title, number) for one in self._by_form.get(form, ())
        }
        return resolve(title, number, on, list(found.values()))


def in_force_on(series: str, day: date) -> Regulation | None:
    """Return the edition of a text that is in force on a day; None when none is known to be.

    What is reviewed against a text binds to this one, so that it keeps its edition.
    """
    rows = Regulation.objects.filter(series=series).in_force_on(day)
    return rows.order_by("-effective_on", "-id").first()


def editions_of(regulation: Regulation, user: User) -> QuerySet[Regulation]:
    """Return every edition of a text the person may see, oldest first, unknown days first."""
    rows = Regulation.objects.visible_to(user).filter(series=regulation.series)
    return rows.select_related("replaced_by").order_by("effective_on", "id")
