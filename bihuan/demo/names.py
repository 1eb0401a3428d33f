"""Names that nobody bears: places by the solar terms, enterprises marked 示例, people 示-named."""

from __future__ import annotations

from itertools import cycle, product
from random import Random

from bihuan.enterprises.rules import check_character

PROVINCE, CITY, COUNTY = 990000_000_000, 990100_000_000, 990121_000_000
COUNTY_NAME = "云溪县"
TOWN_NAMES = ("春分镇", "夏至镇", "秋分镇", "冬至镇", "立春镇", "立夏镇", "立秋镇", "立冬镇")
VILLAGE_NAMES = ("第一社区", "第二社区", "第三社区", "第四社区")
SURNAMES = "林赵周李孙吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
GIVEN = ("示安", "示宁", "示平", "示和", "示康", "示泰", "示明", "示远", "示诚", "示新")
_FIRST = (
    "青禾",
    "白榆",
    "赤松",
    "紫荆",
    "金穗",
    "银杏",
    "玉兰",
    "石竹",
    "山茶",
    "水杉",
    "云杉",
    "木棉",
)
_TRADES = (
    ("机械厂", "machinery", ("有限空间",)),
    ("铸件厂", "machinery", ("金属冶炼",)),
    ("家具厂", "light_industry", ("粉尘涉爆", "喷涂作业")),
    ("涂料厂", "light_industry", ("喷涂作业", "危险化学品使用")),
    ("食品厂", "light_industry", ("涉氨制冷",)),
    ("水泥构件厂", "building_materials", ("粉尘涉爆",)),
    ("织造厂", "textile", ("人员密集场所",)),
    ("商店", "small_places", ("九小场所",)),
    ("餐馆", "small_places", ("九小场所",)),
    ("旅馆", "small_places", ("九小场所", "人员密集场所")),
    ("加油站", "filling_station", ("加油站",)),
    ("养老院", "civil_affairs", ("人员密集场所",)),
)
_SPECIAL: tuple[
    tuple[str, str, tuple[str, ...]], ...
] = (  # one or two of each kind that only a sector pack means
    ("煤矿", "coal_mine", ()),
    ("诊所", "health_care", ("诊所卫生室", "超声诊断")),
    ("药店", "drugs", ("零售药店",)),
    ("物业公司", "property", ("高层建筑", "老旧小区")),
    ("种植合作社", "farm_products", ("种植基地",)),
    ("矿泉水厂", "drinking_water", ("矿泉水", "桶装水")),
    ("化工厂", "hazardous_chemicals", ("危险化学品生产", "两重点一重大")),
    ("煤矿", "coal_mine", ()),
    ("医院", "health_care", ("超声诊断", "母婴保健技术服务")),
    ("药店", "drugs", ("零售药店",)),
    ("农资店", "farm_products", ("农资经营",)),
    ("纯净水厂", "drinking_water", ("纯净水",)),
    ("敬老院", "civil_affairs", ("养老机构",)),
    ("小吃店", "small_places", ("九小场所",)),
)
_SPECIAL_FIRST = ("苍松", "翠柏", "丹桂")


def special_names() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (name, sector, tags) of the few enterprises that the sector packs are shown on."""
    seen: dict[str, int] = {}
    made: list[tuple[str, str, tuple[str, ...]]] = []
    for trade, sector, tags in _SPECIAL:
        first = _SPECIAL_FIRST[seen.setdefault(trade, 0)]
        seen[trade] += 1
        made.append((f"{first}{trade}（示例）", sector, tags))
    return made


def people(rng: Random) -> cycle[str]:
    """Return an endless run of invented names."""
    names = [surname + given for surname, given in product(SURNAMES, GIVEN)]
    rng.shuffle(names)
    return cycle(names)


def enterprise_names(count: int) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return (name, sector, tags) of so many enterprises, all different."""
    made: list[tuple[str, str, tuple[str, ...]]] = []
    for number in range(count):
        trade, sector, tags = _TRADES[number % len(_TRADES)]
        first = _FIRST[number // len(_TRADES) % len(_FIRST)]
        lap = number // (len(_TRADES) * len(_FIRST))
        mark = f"{lap + 1}" if lap else ""
        made.append((f"{first}{trade}{mark}（示例）", sector, tags))
    return made


def credit_code(number: int) -> str:
    """Return a well-formed code of the fictional county (GB 32100-2015 check character)."""
    body = f"91990121MA{number:07d}"
    return body + check_character(body)


def phone(number: int) -> str:
    """Return a number that no network assigns: mobile numbers do not begin with 100."""
    return f"100{number:08d}"
