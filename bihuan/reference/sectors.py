"""行业领域: the fields a supervisor divides enterprises into, and the words plans name them by.

A sector is not an industry of GB/T 4754: it says which body supervises. The eight 工贸 sectors
are those of the order cited; the others are the fields that town and county plans speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

EIGHT_SECTORS_BASIS = "《工贸企业重大事故隐患判定标准》（应急管理部令第10号）第二条"


@dataclass(frozen=True, slots=True)
class Sector:
    """One field: its code, name, the words that mean it, and what names it if anything does."""

    code: str
    name: str
    words: tuple[str, ...]
    basis: str = ""


# fmt: off
SECTORS: tuple[Sector, ...] = (
    Sector("metallurgy",        "冶金",         ("冶金", "钢铁", "炼铁", "炼钢"), EIGHT_SECTORS_BASIS),
    Sector("nonferrous",        "有色",         ("有色",), EIGHT_SECTORS_BASIS),
    Sector("building_materials","建材",         ("建材", "水泥", "陶瓷", "玻璃制造"), EIGHT_SECTORS_BASIS),
    Sector("machinery",         "机械",         ("机械",), EIGHT_SECTORS_BASIS),
    Sector("light_industry",    "轻工",         ("轻工", "食品加工", "家具", "造纸"), EIGHT_SECTORS_BASIS),
    Sector("textile",           "纺织",         ("纺织", "印染"), EIGHT_SECTORS_BASIS),
    Sector("tobacco",           "烟草",         ("烟草",), EIGHT_SECTORS_BASIS),
    Sector("commerce",          "商贸",         ("商贸", "商场", "超市", "餐饮"), EIGHT_SECTORS_BASIS),
    Sector("hazardous_chemicals","危险化学品",  ("危险化学品", "危化品", "危化", "化工")),
    Sector("pharmaceutical_manufacturing", "医药制造", ("医药生产", "医药制造", "医药企业", "化工、医药", "制药")),
    Sector("fireworks",         "烟花爆竹",     ("烟花爆竹", "烟花", "爆竹")),
    Sector("civil_explosives",  "民用爆炸物品", ("民用爆炸物品", "民爆")),
    Sector("coal_mine",         "煤矿",         ("煤矿", "煤炭开采")),
    Sector("noncoal_mine",      "非煤矿山",     ("非煤矿山", "采石场", "尾矿库")),
    Sector("construction",      "建筑施工",     ("建筑施工", "建筑工地", "在建工程", "建设工程")),
    Sector("road_transport",    "道路运输",     ("道路运输", "交通运输", "客货运")),
    Sector("town_gas",          "城镇燃气",     ("城镇燃气", "燃气经营", "液化气站")),
    Sector("filling_station",   "加油加气",     ("加油站", "加气站", "加油加气", "成品油")),
    Sector("power",             "电力",         ("火力发电", "电力企业", "发电企业")),
    Sector("civil_affairs",     "民政服务机构", ("民政", "养老机构", "敬老院", "福利院", "殡仪馆", "救助管理站", "幸福院")),
    Sector("property",          "房产物业",     ("物业", "房产", "住宅小区", "高层建筑", "房屋管理")),
    Sector("farm_products",     "农产品",       ("农产品", "农资", "农业投入品", "种植", "养殖")),
    Sector("drinking_water",    "饮用水生产",   ("饮用水", "矿泉水", "纯净水", "桶（瓶）装", "瓶（桶）装", "桶装水")),
    Sector("drugs",             "药品流通",     ("药品", "药店", "疫苗", "中药")),
    Sector("health_care",       "医疗卫生",     ("医疗卫生", "医疗机构", "医疗保健", "医院", "诊所", "计划生育技术服务")),
    Sector("education",         "教育",         ("学校", "幼儿园", "教育培训", "校外培训")),
    Sector("culture_tourism",   "文化旅游",     ("文化旅游", "旅游景区", "歌舞娱乐", "网吧", "公共娱乐")),
    Sector("small_places",      "小场所",       ("九小场所", "小场所", "沿街商铺")),
    Sector("public_institution","事业单位",     ("事业单位",)),
    Sector("other",             "其他",         ()),
)
# fmt: on

GONGMAO = tuple(sector.code for sector in SECTORS if sector.basis == EIGHT_SECTORS_BASIS)
GONGMAO_WORDS = ("工贸", "八大行业")
SECTOR_NAMES = {sector.code: sector.name for sector in SECTORS}
WIDER_NAMES = {
    "industry_trade": "工贸", "housing": "房屋安全", "water_transport": "水上交通",
    "fishery": "渔业", "agriculture": "农业", "fire": "消防", "special_equipment": "特种设备",
    "food": "食品", "electric_bicycle": "电动自行车", "flood": "防汛", "information": "信息系统",
}  # fmt: skip
"""Fields that plans speak of and that no enterprise is registered under."""

PLAN_SECTOR_NAMES = {**SECTOR_NAMES, **WIDER_NAMES}
"""Every field a plan may speak of, by code: the one table of names, also for the parser's codes."""


def sector_name(code: str) -> str:
    """Return the Chinese name; a code that is not in the vocabulary is its own name."""
    return SECTOR_NAMES.get(code, code)


def match_sectors(text: str) -> list[str]:
    """Return the codes of the sectors a plan's words mean, in the vocabulary's order.

    「工贸」 means all eight. A longer word hides a shorter one inside it, so 「非煤矿山」 does not
    mean a coal mine.
    """
    found = {sector.code for sector in SECTORS if _speaks_of(text, sector)}
    if any(word in text for word in GONGMAO_WORDS):
        found.update(GONGMAO)
    return [sector.code for sector in SECTORS if sector.code in found]


def sector_by_name(text: str) -> str | None:
    """Return the code a person means in a cell: its name, its code, or words of just one sector."""
    wanted = text.strip()
    for sector in SECTORS:
        if wanted in (sector.name, sector.code):
            return sector.code
    meant = match_sectors(wanted)
    return meant[0] if len(meant) == 1 else None


def closest_sector(text: str) -> str | None:
    """Return the name nearest to a misspelt one, for a suggestion."""
    near = get_close_matches(text.strip(), SECTOR_NAMES.values(), n=1, cutoff=0.5)
    return near[0] if near else None


_LONG_WORDS = {
    word: tuple(
        longer for one in SECTORS for longer in (*one.words, one.name)
        if word in longer and longer != word
    )
    for sector in SECTORS for word in sector.words
}  # fmt: skip


def _speaks_of(text: str, sector: Sector) -> bool:
    for word in sector.words:
        rest = text
        for longer in _LONG_WORDS[word]:
            if longer not in (*sector.words, sector.name):
                rest = rest.replace(longer, "")
        if word in rest:
            return True
    return False
