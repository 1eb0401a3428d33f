"""Which item of a check standard a line of a plan means.

A plan says “安全出口是否锁闭”, the standard “疏散通道、安全出口畅通，没有占用、堵塞、封闭、
上锁”. Both are taken apart into pairs of characters after words that mean the same are made the
same; a pair counts the more the fewer items hold it. A match is only ever a suggestion.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

from bihuan.standards.builtin import BUILTIN, BuiltinChecklist
from bihuan.standards.rules import NewItem

THRESHOLD = 0.38  # measured: see tests/test_matching.py
MOST = 3
COVERED, ALIKE = 0.6, 0.4
# What plans and standards call differently; the first of a row stands for all.
SAME = (
    ("疏散通道", "消防通道内", "逃生通道", "疏散走道", "安全通道", "疏散楼梯"),
    ("安全出口", "疏散出口", "疏散门", "逃生出口", "逃生门"),
    ("占用堵塞", "堵塞", "占用", "封闭", "上锁", "锁闭", "封堵", "锁死", "堆放杂物", "畅通"),
    ("消防车通道", "消防车道", "登高作业场地", "消防车辆通道"),
    ("违规住人", "违规住宿", "三合一", "多合一", "住宿与", "违章住人", "留宿"),
    ("电线", "电气线路", "线路", "电缆", "配线"),
    ("私拉乱接", "私接乱拉", "乱拉乱接", "私拉电线"),
    ("老化", "破损"),
    ("特种作业", "电工", "焊工", "焊接", "登高作业", "特种设备作业"),
    ("持有效证件上岗", "持证上岗", "无证上岗", "证件", "操作证", "资格证"),
    ("应急预案", "处置方案", "预案"),
    ("演练", "演习"),
    ("劳动防护用品", "劳保用品", "防护用品", "个体防护", "安全帽", "防护装备"),
    ("可燃气体报警装置", "可燃气体报警", "燃气报警", "燃气泄漏报警", "可燃气体探测"),
    ("有限空间", "受限空间", "密闭空间"),
    ("先通风再检测后作业", "先通风", "气体检测"),
    ("警示标志", "警示标识", "警示牌"),
    ("动火", "明火作业", "电气焊"),
    ("审批", "作业票", "作业证"),
    ("外包", "承包", "承租", "发包", "出租", "租赁", "外委"),
    ("安全投入", "资金", "安全费用", "安全生产费用", "经费"),
    ("工伤保险", "责任保险", "安责险", "责任险"),
    ("消火栓", "室内栓"),
    ("疏散指示标志", "疏散指示", "指示标志"),
    ("应急照明", "应急灯"),
    ("易燃可燃材料", "可燃材料", "泡沫夹芯", "聚氨酯", "彩钢板", "夹芯板", "可燃装修"),
    ("烟道", "油烟管道", "排烟罩", "排油烟"),
    ("维护保养", "维保", "保养", "检修"),
    ("教育培训", "培训教育", "安全培训", "岗前培训", "培训"),
    ("规章制度", "管理制度", "安全制度"),
    ("操作规程", "作业规程"),
    ("责任制", "责任书"),
    ("安全生产管理人员", "安全管理人员", "安全员", "专职安全"),
    ("安全生产管理机构", "安全管理机构", "安全科", "安全机构"),
    ("影响逃生和灭火救援的障碍物", "防盗网", "防盗窗", "铁栅栏", "广告牌", "障碍物"),
    ("电动自行车", "电动车", "电瓶车", "蓄电池"),
    ("充电", "停放"),
    ("易燃易爆危险品", "易燃易爆", "危险物品", "危化品", "危险化学品"),
    ("国家明令淘汰", "明令淘汰", "淘汰落后", "淘汰的"),
    ("安全设备", "安全设施", "安全装置", "安全附件"),
    ("风险分级管控", "风险辨识", "风险分级", "风险管控"),
    ("隐患排查治理", "隐患排查", "隐患治理", "隐患台账", "隐患整改"),
    ("防火检查", "防火巡查", "每日巡查"),
    ("灭火器", "灭火器材"),
)  # fmt: skip
EMPTY = re.compile(
    r"是否|有无|情况|问题|行为|存在|严禁|禁止|落实|检查|查看|查|建立|健全|按规定|按要求|要求|规定|相关|等|的|了|和|与|及|或|没有|不得|未|"
    r"企业|单位|场所|生产经营|本单位|进行|开展|选“[^”]{1,4}”|[^一-鿿]"
)


@dataclass(frozen=True, slots=True)
class KnownItem:
    """One item of a checklist that ships with the product."""

    checklist: str
    name: str
    number: int
    item: NewItem


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A standard's item that a line of a plan may mean; ``score`` is 0 to 1."""

    known: KnownItem
    score: float


@cache
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    meant = {word: row[0] for row in SAME for word in row}
    longest_first = sorted(meant, key=lambda word: (-len(word), word))
    return re.compile("|".join(longest_first)), meant


def _pairs(text: str) -> frozenset[str]:
    """Return the pairs of characters that say something; words for one thing count as one."""
    words, meant = _synonyms()
    found: set[str] = set()
    rest = []
    at = 0
    for match in words.finditer(text):
        rest.append(text[at : match.start()])
        found.add(meant[match.group()])
        at = match.end()
    rest.append(text[at:])
    for piece in rest:
        for run in EMPTY.sub(" ", piece).split():
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


class Standard:
    """The items of one or more checklists, weighed once so that many lines can be compared."""

    def __init__(self, items: Iterable[KnownItem]) -> None:
        self.items = tuple(items)
        self._found = [_pairs(f"{one.item.group} {one.item.text}") for one in self.items]
        self._held = Counter(pair for pairs in self._found for pair in pairs)
        self._terms = frozenset(row[0] for row in SAME)

    def _weight(self, pair: str) -> float:
        rare = log(1 + len(self.items) / (1 + self._held[pair]))
        return rare * (2 if pair in self._terms else 1)

    def likeness(self, text: str, place: int) -> float:
        """Return how much of ``text`` the item at ``place`` covers and how alike both are, 0 to 1."""
        asked = _pairs(text)
        return self._likeness(asked, self._found[place])

    def _likeness(self, asked: frozenset[str], known: frozenset[str]) -> float:
        both = sum(self._weight(pair) ** 2 for pair in asked if pair in known)
        ours = sum(self._weight(pair) ** 2 for pair in asked)
        theirs = sum(self._weight(pair) ** 2 for pair in known)
        if not both:
            return 0.0
        return COVERED * both / ours + ALIKE * both / sqrt(ours * theirs)

    def suggest(self, text: str, *, most: int = MOST) -> list[Suggestion]:
        """Return the items a line most likely means, best first; none below the threshold."""
        asked = _pairs(text)
        scored = [
            Suggestion(one, round(score, 3))
            for one, known in zip(self.items, self._found, strict=True)
            if (score := self._likeness(asked, known)) >= THRESHOLD
        ]
        scored.sort(key=lambda found: (-found.score, found.known.checklist, found.known.number))
        return scored[:most]


@cache
def builtin_standard() -> Standard:
    """Return the checklists that ship with the product, ready to compare with."""
    return Standard(known_items(BUILTIN))


def known_items(checklists: Iterable[BuiltinChecklist]) -> list[KnownItem]:
    """Return every item of some checklists with its place in its list."""
    return [
        KnownItem(one.code, one.name, number, item)
        for one in checklists
        for number, item in enumerate(one.items, start=1)
    ]


def likeness(text: str, standard_text: str) -> float:
    """Return how alike a line and one standard item are, 0 to 1, every pair weighing the same."""
    known = KnownItem("", "", 1, NewItem(standard_text))
    return Standard([known]).likeness(text, 0)


def suggestions_for(texts: Sequence[str]) -> list[list[Suggestion]]:
    """Return, for every line of a plan's check list, the built-in items it may mean, best first."""
    standard = builtin_standard()
    return [standard.suggest(text) for text in texts]
