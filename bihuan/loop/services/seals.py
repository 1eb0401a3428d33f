"""Seal trail rows in batches, publish daily roots, and prove that nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from bihuan.kernel.chinese import BEIJING
from bihuan.kernel.sealing import GENESIS, merkle_root, seal_hash
from bihuan.loop.models import DailyRoot, Seal, TrailRow
from bihuan.loop.services.trail import row_digest

BATCH = 2_000


@transaction.atomic
def seal_pending(*, at: datetime) -> Seal | None:
    """Seal up to ``BATCH`` unsealed rows; None when there are none."""
    last = Seal.objects.select_for_update().order_by("-number").first()
    rows = list(TrailRow.objects.filter(seal__isnull=True).order_by("id")[:BATCH])
    if not rows:
        return None
    number = last.number + 1 if last else 1
    previous = last.seal_hash if last else GENESIS
    root = merkle_root([row.row_hash for row in rows])
    moment = at.astimezone(UTC)
    seal = Seal.objects.create(
        number=number,
        previous=previous,
        root=root,
        count=len(rows),
        sealed_at=moment,
        seal_hash=seal_hash(
            number=number, previous=previous, root=root, count=len(rows), sealed_at=moment
        ),
    )
    for position, row in enumerate(rows):
        row.seal, row.seal_position = seal, position
    TrailRow.objects.bulk_update(rows, ["seal", "seal_position"], batch_size=400)
    return seal


def seal_all(*, at: datetime) -> int:
    """Seal everything pending; return how many rows were sealed."""
    total = 0
    while (seal := seal_pending(at=at)) is not None:
        total += seal.count
    return total


def publish_daily_roots(*, day: date) -> int:
    """Write the root of each county's rows of one Beijing day; running it again changes nothing."""
    start = datetime.combine(day, time.min, tzinfo=BEIJING)
    rows = (
        TrailRow.objects.filter(at__gte=start, at__lt=start + timedelta(days=1))
        .order_by("id")
        .values_list("area", "row_hash")
    )
    by_county: dict[int, list[str]] = {}
    for area, row_hash in rows.iterator():
        by_county.setdefault(area // 10**6, []).append(row_hash)
    made = 0
    for county, hashes in by_county.items():
        _, created = DailyRoot.objects.get_or_create(
            county=county, day=day, defaults={"root": merkle_root(hashes), "count": len(hashes)}
        )
        made += created
    return made


@dataclass(frozen=True, slots=True)
class TrailFault:
    """One place where the trail is not what was sealed."""

    where: str
    message: str


def verify_trail() -> Iterator[TrailFault]:
    """Yield every fault, oldest first; nothing is yielded by an untouched trail."""
    yield from _verify_rows()
    yield from _verify_seals()


def _verify_rows() -> Iterator[TrailFault]:
    expected: tuple[str, int, int] = ("", 0, 0)
    rows = TrailRow.objects.order_by("case_kind", "case_id", "number")
    for row in rows.iterator(chunk_size=2_000):
        kind, case_id, number = expected
        same = (row.case_kind, row.case_id) == (kind, case_id)
        wanted = number + 1 if same else 1
        if row.number != wanted:
            yield TrailFault(
                f"{row.case_kind}#{row.case_id}",
                f"缺少第 {wanted} 条留痕（现有第 {row.number} 条）。",
            )
        if row_digest(row) != row.row_hash:
            yield TrailFault(f"留痕 {row.pk}（{row}）", "内容与登记时的摘要不符，已被改动。")
        expected = (row.case_kind, row.case_id, row.number)


def _verify_seals() -> Iterator[TrailFault]:
    previous, number = GENESIS, 0
    for seal in Seal.objects.order_by("number").iterator():
        number += 1
        if seal.number != number or seal.previous != previous:
            yield TrailFault(f"封存 {seal.number}", "与前一封存不相接，中间有封存被移走或插入。")
            number = seal.number
        hashes = list(seal.rows.order_by("seal_position").values_list("row_hash", flat=True))
        if len(hashes) != seal.count:
            yield TrailFault(
                f"封存 {seal.number}", f"封存时 {seal.count} 条，现有 {len(hashes)} 条。"
            )
        elif merkle_root(hashes) != seal.root:
            yield TrailFault(f"封存 {seal.number}", "所含留痕的默克尔根不符，有留痕被替换。")
        wanted = seal_hash(
            number=seal.number, previous=seal.previous, root=seal.root, count=seal.count,
            sealed_at=seal.sealed_at,
        )  # fmt: skip
        if wanted != seal.seal_hash:
            yield TrailFault(f"封存 {seal.number}", "封存本身的摘要不符，已被改动。")
        previous = seal.seal_hash
