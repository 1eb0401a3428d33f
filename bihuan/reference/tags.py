"""类别标签: what plans single enterprises out by, across sectors.

A tag is its own Chinese word: people type it, plans name it, and it is stored as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Tag:
    """One category word, the other words for it, and the document that defines it if known."""

    name: str
    group: str
    words: tuple[str, ...] = ()
    basis: str = ""


# fmt: off
TAGS: tuple[Tag, ...] = (
    Tag("粉尘涉爆",     "工艺", ("粉尘防爆", "涉爆粉尘", "粉尘爆炸"), "《工贸企业粉尘防爆安全规定》（应急管理部令第6号）"),
    Tag("有限空间",     "工艺", ("受限空间",), "《工贸企业有限空间作业安全规定》（应急管理部令第13号）"),
    Tag("涉氨制冷",     "工艺", ("液氨", "涉氨", "氨制冷")),
    Tag("金属冶炼",     "工艺", ("冶炼", "深井铸造")),
    Tag("喷涂作业",     "工艺", ("喷漆", "喷涂", "烤漆")),
    Tag("两重点一重大", "工艺", ("重点监管危险化学品", "重点监管危险化工工艺", "重大危险源")),
    Tag("危险化学品生产", "环节", ("危化品生产",)),
    Tag("危险化学品储存", "环节", ("危化品储存",)),
    Tag("危险化学品运输", "环节", ("危化品运输",)),
    Tag("危险化学品使用", "环节", ("危化品使用",)),
    Tag("油气管道",     "设施", ("油气输送管道",)),
    Tag("九小场所",     "场所", ("小商店", "小学校", "小医院", "小餐馆", "小餐饮", "小旅馆", "小棋牌室", "小歌舞", "小网吧", "小美容")),
    Tag("五小企业",     "场所", ("小化工", "小电镀", "小皮革", "小家具", "小印染")),
    Tag("三合一",       "场所", ("多合一",), "XF 703《住宿与生产储存经营合用场所消防安全技术要求》；《中华人民共和国安全生产法》第四十二条"),
    Tag("群租房",       "场所", ("出租屋", "出租房")),
    Tag("人员密集场所", "场所", ("人员密集",), "《中华人民共和国消防法》第七十三条第四项"),
    Tag("劳动密集型",   "场所", ("劳动密集",)),
    Tag("高层建筑",     "场所"),
    Tag("专业市场",     "场所", ("轻工市场", "工贸市场", "集贸市场", "批发市场")),
    Tag("养老机构",     "场所", ("敬老院", "养老院", "幸福院")),
    Tag("殡葬服务",     "场所", ("殡仪馆", "殡仪服务", "公墓")),
    Tag("救助管理",     "场所", ("救助管理站", "救助站")),
    Tag("儿童福利",     "场所", ("儿童福利院", "儿童福利机构")),
    Tag("自建房",       "场所", ("经营性自建房",)),
    Tag("老旧小区",     "隐患特征"),
    Tag("电动自行车",   "隐患特征", ("电动车", "电瓶车")),
    Tag("外墙保温材料", "隐患特征", ("外保温",)),
    Tag("彩钢板建筑",   "隐患特征", ("彩钢板", "彩钢房")),
    Tag("家庭作坊",     "隐患特征", ("小作坊",)),
    Tag("小散乱",       "隐患特征", ("小、散、乱", "散乱污")),
    Tag("加油站",       "设施", ("加油点",)),
    Tag("冷库",         "设施", ("冷冻", "冷藏", "保鲜储藏")),
    Tag("厂中厂",       "场所", ("园中园",)),
    Tag("三品认证",     "农产品", ("无公害农产品", "绿色食品", "有机食品")),
    Tag("种植基地",     "农产品", ("种植企业", "种植户", "蔬菜基地")),
    Tag("养殖场",       "农产品", ("规模养殖", "养殖企业")),
    Tag("农资经营",     "农产品", ("农资门店", "农药经营", "兽药经营", "农资市场")),
    Tag("屠宰",         "农产品", ("屠宰企业", "屠宰场")),
    Tag("矿泉水",       "饮用水"),
    Tag("纯净水",       "饮用水"),
    Tag("桶装水",       "饮用水", ("桶装饮用水", "桶（瓶）装", "瓶（桶）装")),
    Tag("超声诊断",     "医疗", ("超声诊断设备", "B超", "彩超")),
    Tag("母婴保健技术服务", "医疗", ("母婴保健", "计划生育技术服务")),
    Tag("诊所卫生室",   "医疗", ("个体诊所", "村卫生室", "卫生室", "诊所")),
    Tag("零售药店",     "药品", ("药品零售", "药店")),
    Tag("药品批发",     "药品"),
)
# fmt: on

TAG_NAMES = tuple(tag.name for tag in TAGS)


def match_tags(text: str) -> list[str]:
    """Return the tags a plan's words mean, in the vocabulary's order."""
    return [tag.name for tag in TAGS if any(word in text for word in (tag.name, *tag.words))]


def tag_by_name(text: str) -> str | None:
    """Return the tag a person means in a cell: its name or one of its other words."""
    wanted = text.strip().strip('“”"《》')
    for tag in TAGS:
        if wanted == tag.name or wanted in tag.words or wanted == f"{tag.name}企业":
            return tag.name
    return None


def closest_tag(text: str) -> str | None:
    """Return the tag nearest to a misspelt one, for a suggestion."""
    near = get_close_matches(text.strip(), TAG_NAMES, n=1, cutoff=0.4)
    return near[0] if near else None
