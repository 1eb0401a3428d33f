"""Take a bulletin's numbers with their records, freeze them, and find what changed since.

Each metric is asked once for the whole area; a place's number is those of its records that lie
inside. So the number of queries does not grow with the places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from bihuan.campaigns.models import Campaign
from bihuan.kernel.areas import AreaRange, range_of
from bihuan.metrics.measure import Measure
from bihuan.metrics.registry import Metric, metric_of
from bihuan.metrics.where import Where
from bihuan.oversight.composing import SUMMARY, TABLE, Number
from bihuan.oversight.models import Bulletin, BulletinFigure, FrozenFigure
from bihuan.people.models import Area


@dataclass(frozen=True, slots=True)
class Taken:
    """One number with the keys of the records that made it."""

    measure: Measure
    part_ids: tuple[int, ...]
    whole_ids: tuple[int, ...]


def where_of(bulletin: Bulletin) -> Where:
    """Return the question that every number of the bulletin answers, for its whole area."""
    return Where(
        area=range_of(bulletin.area_counted),
        on=bulletin.as_of,
        start=bulletin.start,
        end=bulletin.end,
        campaign=bulletin.campaign_id,
    )


def places_of(bulletin: Bulletin) -> list[Area]:
    """Return the places that the bulletin's table compares."""
    return places_below(bulletin.area_counted, bulletin.campaign)


def places_below(area: int, campaign: Campaign) -> list[Area]:
    """Return the places one level below an area that the campaign was launched in."""
    scope = [range_of(code) for code in campaign.scope_areas]
    return [
        place
        for place in Area.objects.children_of(area)
        if not scope or any(one.covers(place.range) or place.range.covers(one) for one in scope)
    ]


def take(bulletin: Bulletin) -> list[Taken]:
    """Take every number now: the summary for the whole area, the table for each place."""
    where = where_of(bulletin)
    places = [place.range for place in places_of(bulletin)]
    taken = []
    for key, _ in SUMMARY:
        areas = [where.area, *(places if key in TABLE else ())]
        taken += count(metric_of(key), where, areas)
    return taken


def count(metric: Metric, where: Where, areas: Sequence[AreaRange]) -> list[Taken]:
    """Return the number of each of ``areas``, which lie inside ``where.area``; one or two queries."""
    tally = metric.tally(where)
    parts = _keys(tally.part, tally.area)
    wholes = None if tally.whole is None else _keys(tally.whole, tally.area)
    found = []
    for area in areas:
        part_ids = _inside(parts, area)
        whole_ids = () if wholes is None else _inside(wholes, area)
        whole = None if wholes is None else len(whole_ids)
        measure = Measure(metric, where.inside(area), len(part_ids), whole)
        found.append(Taken(measure, part_ids, whole_ids))
    return found


def _keys(rows: QuerySet[Any], area: str) -> list[tuple[int, int]]:
    return list(rows.order_by("pk").values_list("pk", area))


def _inside(keys: Iterable[tuple[int, int]], area: AreaRange) -> tuple[int, ...]:
    return tuple(pk for pk, code in keys if code in area)


def freeze(bulletin: Bulletin, taken: Sequence[Taken], *, at: datetime) -> None:
    """Keep the numbers and the keys of the records that made them."""
    BulletinFigure.objects.bulk_create(
        [BulletinFigure(bulletin=bulletin, **columns_of(one, at=at)) for one in taken],
        batch_size=100,
    )


def columns_of(taken: Taken, *, at: datetime) -> dict[str, Any]:
    """Return a number as the columns of a frozen figure."""
    measure = taken.measure
    return {
        "area": measure.where.area.low, "metric_key": measure.metric.key,
        "where": measure.where.as_facts(), "part": measure.part, "whole": measure.whole,
        "text": measure.text(), "part_ids": list(taken.part_ids),
        "whole_ids": list(taken.whole_ids), "frozen_at": at,
    }  # fmt: skip


def provenance_of(taken: Iterable[Taken]) -> dict[str, object]:
    """Return the numbers as a document keeps them, by the source that its figures name."""
    return {
        f"{one.metric.key}@{one.where.area.low}": {
            "name": one.metric.name, "definition": one.metric.definition,
            "where": one.where.as_facts(), "part": one.part, "whole": one.whole,
        }
        for one in (each.measure for each in taken)
    }  # fmt: skip


def numbers_of(taken: Iterable[Taken]) -> dict[tuple[int, str], Number]:
    """Return the numbers as a document's words use them, by area and metric."""
    return {
        (one.where.area.low, one.metric.key): Number(
            one.metric.key, one.where.area.low, one.metric.name, one.text(), one.value
        )
        for one in (each.measure for each in taken)
    }


@dataclass(frozen=True, slots=True)
class Correction:
    """A frozen number that the records no longer give; ``added`` and ``removed`` are their keys."""

    figure: FrozenFigure
    name: str
    area_name: str
    frozen: str
    now: str
    added: tuple[int, ...]
    removed: tuple[int, ...]
    url: str


def corrections(bulletin: Bulletin) -> list[Correction]:
    """Return every frozen number that differs from what the records give for the same question."""
    return corrections_of(list(bulletin.figures.all()))


def corrections_of(frozen_figures: Sequence[FrozenFigure]) -> list[Correction]:
    """Return the corrections of one document's frozen figures."""
    codes = {figure.area for figure in frozen_figures}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    found = []
    for figures in _by_metric(frozen_figures):
        metric = metric_of(figures[0].metric_key)
        questions = [Where.from_facts(figure.where) for figure in figures]
        widest = max(questions, key=lambda one: one.area.high - one.area.low)
        again = count(metric, widest, [one.area for one in questions])
        for figure, now in zip(figures, again, strict=True):
            current = set(now.part_ids) | set(now.whole_ids)
            frozen = set(figure.part_ids) | set(figure.whole_ids)
            is_same = (now.measure.part, now.measure.whole) == (figure.part, figure.whole)
            if is_same and set(now.part_ids) == set(figure.part_ids) and current == frozen:
                continue
            found.append(
                Correction(
                    figure=figure,
                    name=metric.name,
                    area_name=names.get(figure.area, ""),
                    frozen=figure.text,
                    now=now.measure.text(),
                    added=tuple(sorted(current - frozen)),
                    removed=tuple(sorted(frozen - current)),
                    url=now.measure.url(),
                )
            )
    return sorted(found, key=lambda one: one.figure.pk)


def _by_metric(frozen_figures: Sequence[FrozenFigure]) -> list[list[FrozenFigure]]:
    """Return the figures, those of one metric together; all ask about the same days."""
    groups: dict[str, list[FrozenFigure]] = {}
    for figure in frozen_figures:
        groups.setdefault(figure.metric_key, []).append(figure)
    return list(groups.values())
