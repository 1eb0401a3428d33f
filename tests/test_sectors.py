"""Two packages that may not import each other speak of sectors by the same codes."""

from bihuan.campaigns.items import SECTORS
from bihuan.planparse.sectors import SECTOR_WORDS, WIDER
from bihuan.reference.sectors import SECTOR_NAMES


def test_the_parser_names_a_sector_as_the_registry_does_or_says_that_it_is_wider() -> None:
    assert set(SECTOR_WORDS) - set(SECTOR_NAMES) == WIDER


def test_every_code_the_parser_gives_has_a_chinese_name_on_the_confirmation_page() -> None:
    assert set(SECTOR_WORDS) <= set(SECTORS)
    assert set(SECTORS) == set(SECTOR_NAMES) | WIDER
