"""The words of plans lead to sectors and tags."""

from __future__ import annotations

import pytest

from bihuan.reference.sectors import GONGMAO, SECTORS, match_sectors, sector_by_name
from bihuan.reference.tags import TAGS, closest_tag, match_tags, tag_by_name


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("全镇冶金、有色、建材等企业", ["metallurgy", "nonferrous", "building_materials"]),
        ("全市小煤矿", ["coal_mine"]),
        ("非煤矿山企业", ["noncoal_mine"]),
        ("药品批发和零售药店", ["drugs"]),
        ("民爆器材企业", ["civil_explosives"]),
        ("敬老院、农村幸福院和社会福利院", ["civil_affairs"]),
        ("瓶（桶）装矿泉水生产企业", ["drinking_water"]),
        ("没有说到任何行业", []),
    ],
)
def test_words_of_plans_mean_sectors(text: str, codes: list[str]) -> None:
    assert match_sectors(text) == codes


def test_gongmao_means_all_eight() -> None:
    assert match_sectors("工贸企业") == list(GONGMAO)
    assert len(GONGMAO) == 8


@pytest.mark.parametrize("sector", SECTORS, ids=lambda sector: sector.code)
def test_a_sectors_name_and_code_lead_to_it(sector: object) -> None:
    assert sector_by_name(sector.name) == sector.code  # type: ignore[attr-defined]
    assert sector_by_name(sector.code) == sector.code  # type: ignore[attr-defined]


def test_a_cell_that_could_mean_several_sectors_means_none() -> None:
    assert sector_by_name("工贸") is None
    assert sector_by_name("不存在的行业") is None


def test_codes_and_tags_are_unique() -> None:
    assert len({sector.code for sector in SECTORS}) == len(SECTORS)
    assert len({tag.name for tag in TAGS}) == len(TAGS)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("涉氨制冷和粉尘防爆企业", ["粉尘涉爆", "涉氨制冷"]),
        ("小旅馆、小网吧等场所", ["九小场所"]),
        ("“三合一”场所和群租房", ["三合一", "群租房"]),
        ("一般企业", []),
    ],
)
def test_words_of_plans_mean_tags(text: str, tags: list[str]) -> None:
    assert match_tags(text) == tags


def test_a_misspelt_tag_gets_a_suggestion() -> None:
    assert tag_by_name("粉尘涉暴") is None
    assert closest_tag("粉尘涉暴") == "粉尘涉爆"
    assert tag_by_name("受限空间") == "有限空间"
