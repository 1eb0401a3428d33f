"""Document numbers (发文字号): 代字〔年份〕序号号, without gaps and never twice.

Law: 《党政机关公文格式》(GB/T 9704-2012) 7.2.5: the year in full in six-cornered brackets, the
number without leading zeroes and without 第.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from bihuan.documents.models import NumberSeries
from bihuan.people.models import Organisation


class TakenNumber(NamedTuple):
    """A number taken from its series, and how it is written."""

    series: NumberSeries
    number: int

    @property
    def text(self) -> str:
        """The 发文字号: 云溪安办发〔2026〕12号."""
        return f"{self.series.prefix}〔{self.series.year}〕{self.number}号"


@transaction.atomic
def take_number(*, organisation: Organisation, prefix: str, year: int) -> TakenNumber:
    """Return the next number of a series, for the caller to use in the same transaction.

    The series stays locked until that transaction ends: if it fails, the number is given back,
    and nobody can have taken the one after it.
    """
    NumberSeries.objects.get_or_create(organisation=organisation, prefix=prefix, year=year)
    series = NumberSeries.objects.select_for_update().get(
        organisation=organisation, prefix=prefix, year=year
    )
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return TakenNumber(series, series.last_number)
