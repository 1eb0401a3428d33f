"""行业领域: which sector a plan or a line of its scope speaks of.

The codes are those of ``bihuan.reference.sectors`` where a sector means the same there;
``WIDER`` are fields plans speak of that no enterprise is registered under. A plan may carry
several, most telling first.
"""

# fmt: off
SECTOR_WORDS = {
    "coal_mine":           ("煤矿", "瓦斯", "矿井"),
    "noncoal_mine":        ("非煤矿山", "尾矿库", "采石场", "露天矿"),
    "hazardous_chemicals": ("危险化学品", "危化品", "化工", "液氨", "油气", "两重点一重大"),
    "filling_station":     ("加油站", "加气站", "加油加气", "成品油"),
    "pharmaceutical_manufacturing": ("医药制造", "制药"),
    "fireworks":           ("烟花爆竹",),
    "civil_explosives":    ("民爆", "民用爆炸物品"),
    "metallurgy":          ("金属冶炼", "高温熔融", "钢铁", "冶金"),
    "nonferrous":          ("有色金属",),
    "building_materials":  ("建材", "水泥"),
    "machinery":           ("机械制造", "机械加工", "机械企业"),
    "light_industry":      ("轻工", "家具制造", "造纸"),
    "textile":             ("纺织", "印染"),
    "tobacco":             ("烟草",),
    "industry_trade":      ("工贸", "粉尘", "有限空间", "涉氨"),
    "construction":        ("建筑施工", "建设工程", "工地", "深基坑", "脚手架", "在建项目", "基建"),
    "property":            ("房产", "物业", "老旧小区", "住宅小区"),
    "housing":             ("自建房", "房屋安全", "危房"),
    "road_transport":      ("道路交通", "道路运输", "客运", "两客一危", "货车", "校车"),
    "water_transport":     ("水上交通", "船舶", "渡口", "码头"),
    "fishery":             ("渔船", "渔业", "渔港"),
    "farm_products":       ("农产品", "农药", "农资"),
    "agriculture":         ("农机", "畜牧", "农业"),
    "fire":                ("消防", "火灾", "三合一", "人员密集场所", "高层建筑"),
    "small_places":        ("九小场所", "小场所"),
    "town_gas":            ("燃气", "液化石油气", "液化气", "气瓶"),
    "special_equipment":   ("特种设备", "电梯", "锅炉", "压力容器"),
    "power":               ("电力", "储能", "电网", "清洁取暖"),
    "education":           ("学校", "校园", "幼儿园"),
    "civil_affairs":       ("养老", "敬老院", "福利院", "殡仪", "民政局", "民政部门", "民政系统"),
    "health_care":         ("医疗机构", "医院", "诊所", "计划生育"),
    "drugs":               ("药品", "药店", "疫苗"),
    "food":                ("食品",),
    "drinking_water":      ("饮用水", "矿泉水", "桶装水"),
    "culture_tourism":     ("旅游", "景区", "民宿", "网吧", "歌舞娱乐"),
    "commerce":            ("商场", "超市", "餐饮", "集贸市场", "专业市场", "商贸", "仓储", "物流"),
    "electric_bicycle":    ("电动自行车", "电动车", "电瓶车"),
    "flood":               ("防汛", "地质灾害", "山洪", "汛期"),
    "information":         ("政府网站", "网络安全", "信息系统"),
}
# fmt: on
WIDER = frozenset(
    (
        "industry_trade",
        "housing",
        "water_transport",
        "fishery",
        "agriculture",
        "fire",
        "special_equipment",
        "food",
        "electric_bicycle",
        "flood",
        "information",
    )
)  # fmt: skip
MOST = 4
TITLE_WEIGHT = 20
FEWEST = 3


def sector_of(text: str) -> str | None:
    """Return the sector a short text names first, None if it names none."""
    places = {
        code: min(at for word in words if (at := text.find(word)) >= 0)
        for code, words in SECTOR_WORDS.items()
        if any(word in text for word in words)
    }
    return min(places, key=lambda code: places[code]) if places else None


def sectors_of(title: str, text: str) -> list[str]:
    """Return the sectors a plan is about, most telling first; its title counts most."""
    scores = {
        code: sum(text.count(word) + TITLE_WEIGHT * title.count(word) for word in words)
        for code, words in SECTOR_WORDS.items()
    }
    told = sorted(
        (code for code, score in scores.items() if score >= FEWEST), key=lambda code: -scores[code]
    )
    if not told:
        return []
    top = scores[told[0]]
    return [code for code in told if scores[code] * 5 >= top][:MOST]
