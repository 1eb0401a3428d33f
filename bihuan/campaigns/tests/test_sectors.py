"""The parser's codes and the registry's names agree, though neither package knows the other."""

from __future__ import annotations

from bihuan.campaigns.items import SECTORS
from bihuan.planparse.sectors import SECTOR_WORDS, WIDER
from bihuan.reference.sectors import PLAN_SECTOR_NAMES, SECTOR_NAMES, WIDER_NAMES


def test_the_parser_calls_the_same_sectors_wider_than_the_registry() -> None:
    assert set(SECTOR_WORDS) - set(SECTOR_NAMES) == WIDER == set(WIDER_NAMES)


def test_every_code_the_parser_gives_has_a_chinese_name_on_the_confirmation_page() -> None:
    assert SECTORS is PLAN_SECTOR_NAMES
    assert set(SECTOR_WORDS) <= set(SECTORS)


def test_no_two_sectors_share_a_name() -> None:
    assert len(set(PLAN_SECTOR_NAMES.values())) == len(PLAN_SECTOR_NAMES)
