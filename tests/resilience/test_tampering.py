"""One character changed behind the program's back: the trail says which row."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import connection

from bihuan.loop.models import DailyRoot, Seal, TrailRow
from tests.world import MARK, World


def verify() -> tuple[int, str]:
    """Run ``bihuan trail verify``; return its exit code and what it said."""
    out = io.StringIO()
    try:
        call_command("trail_verify", stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def sql(text: str, *values: str | int) -> None:
    """Change the tables past the program, and exactly one row of them."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        assert cursor.rowcount == 1


def test_an_untouched_trail_is_sound(world: World) -> None:
    code, said = verify()
    assert code == 0, said
    assert "核验无误" in said


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("note", f"REPLACE(note, '{MARK}', '{MARK[:-1]}己')"),
        ("facts", "REPLACE(facts, '2026', '2025')"),
        ("by_name", "'张'"),
        ("at", "'2026-06-02 01:00:00+00:00'"),
        ("to_state", "'closed'"),
        ("area", "990121102001"),
    ],
)
def test_one_changed_row_is_named(world: World, column: str, change: str) -> None:
    row = TrailRow.objects.get(
        case_kind="hazard", case_id=world.hazards["rectified"].pk, step="rectify"
    )
    sql(f"UPDATE loop_trailrow SET {column} = {change} WHERE id = %s", row.pk)
    code, said = verify()
    assert code == 1
    assert f"留痕 {row.pk}（" in said


def test_a_removed_row_is_named(world: World) -> None:
    row = TrailRow.objects.filter(case_kind="hazard", number=2).order_by("pk")[0]
    sql("DELETE FROM loop_trailrow WHERE id = %s", row.pk)
    code, said = verify()
    assert code == 1
    assert f"封存 {row.seal.number}" in said if row.seal else True
    assert f"{row.case_kind}#{row.case_id}" in said or "封存时" in said


def test_a_forged_row_with_a_right_hash_is_found_by_its_seal(world: World) -> None:
    row = TrailRow.objects.filter(case_kind="hazard").order_by("pk")[0]
    sql("UPDATE loop_trailrow SET row_hash = %s WHERE id = %s", "0" * 64, row.pk)
    code, said = verify()
    assert code == 1
    assert "默克尔根不符" in said
    assert f"留痕 {row.pk}（" in said


def test_a_removed_seal_breaks_the_chain(world: World) -> None:
    assert DailyRoot.objects.exists()
    seal = Seal.objects.order_by("number")[0]
    sql("UPDATE loop_seal SET root = %s WHERE id = %s", "0" * 64, seal.pk)
    code, said = verify()
    assert code == 1
    assert f"封存 {seal.number}" in said
