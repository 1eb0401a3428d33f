"""Take a bulletin's numbers, freeze them, and find what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.kernel.areas import level_of, range_of
from bihuan.metrics.measure import Measure, measure, measure_by_area, records
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.oversight.composing import SUMMARY, TABLE
from bihuan.oversight.models import Bulletin, BulletinFigure
from bihuan.people.models import Area


def where_of(bulletin: Bulletin) -> Where:
    """Return the question that every number of the bulletin answers, for its whole area."""
    return Where(
        area=range_of(bulletin.area),
        on=bulletin.as_of,
        start=bulletin.start,
        end=bulletin.end,
        campaign=bulletin.campaign_id,
    )


def places_of(bulletin: Bulletin) -> list[Area]:
    """Return the areas one level below, which the table compares."""
    return list(Area.objects.children_of(bulletin.area))


def take(bulletin: Bulletin) -> list[Measure]:
    """Take every number now: the summary for the whole area, the table for each place."""
    where = where_of(bulletin)
    taken = [measure(metric_of(key), where) for key, _ in SUMMARY]
    places = places_of(bulletin)
    if places:
        codes = [place.code for place in places]
        for key in TABLE:
            by_area = measure_by_area(metric_of(key), where, level=level_of(codes[0]), codes=codes)
            taken += by_area.values()
    return taken


def freeze(bulletin: Bulletin, taken: Sequence[Measure], *, at: datetime) -> None:
    """Keep the numbers and the keys of the records that made them."""
    BulletinFigure.objects.bulk_create(
        [
            BulletinFigure(
                bulletin=bulletin, area=one.where.area.low, metric_key=one.metric.key,
                where=one.where.as_facts(), part=one.part, whole=one.whole, text=one.text(),
                part_ids=_ids(one, "part"), whole_ids=_ids(one, "whole"), frozen_at=at,
            )
            for one in taken
        ],
        batch_size=100,
    )  # fmt: skip


def _ids(taken: Measure, part: str) -> list[int]:
    if part == "whole" and taken.whole is None:
        return []
    rows = records(taken.metric, taken.where, "part" if part == "part" else "whole")
    return list(rows.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Correction:
    """A frozen number that the records no longer give."""

    figure: BulletinFigure
    name: str
    area_name: str
    frozen: str
    now: str
    added: tuple[int, ...]
    removed: tuple[int, ...]
    url: str


def corrections(bulletin: Bulletin) -> list[Correction]:
    """Return every frozen number that differs from what the records give for the same question."""
    names = dict(Area.objects.values_list("code", "name"))
    found = []
    for figure in bulletin.figures.all():
        metric = metric_of(figure.metric_key)
        where = Where.from_facts(figure.where)
        now = measure(metric, where)
        current = set(_ids(now, "part")) | set(_ids(now, "whole"))
        frozen = set(figure.part_ids) | set(figure.whole_ids)
        if (now.part, now.whole) == (figure.part, figure.whole) and current == frozen:
            continue
        found.append(
            Correction(
                figure=figure,
                name=metric.name,
                area_name=names.get(figure.area, ""),
                frozen=figure.text,
                now=now.text(),
                added=tuple(sorted(current - frozen)),
                removed=tuple(sorted(frozen - current)),
                url=now.url(),
            )
        )
    return found
