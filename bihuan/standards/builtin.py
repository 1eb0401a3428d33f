"""Checklists that come with the product: our own wording of what the laws named ask.

They are a start for an office that has none of its own. Clauses are named only where they were
compared with the text of the law; elsewhere the law alone is named, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.standards.rules import NewItem
from bihuan.standards.states import Severity

SAFETY = "《中华人民共和国安全生产法》"
FIRE = "《中华人民共和国消防法》"
EMERGENCY = "《生产安全事故应急条例》"
MAJOR = "《工贸企业重大事故隐患判定标准》（应急管理部令第10号）"


@dataclass(frozen=True, slots=True)
class BuiltinChecklist:
    """One checklist: a code that never changes, its name, where it comes from, its items."""

    code: str
    name: str
    source: str
    items: tuple[NewItem, ...]


def _item(
    group: str, text: str, basis: str = "", *, major: bool = False, photo: bool = False
) -> NewItem:
    severity = Severity.MAJOR if major else Severity.GENERAL
    return NewItem(text, group, basis, severity, photo_required=photo)


# fmt: off
DUAL_PREVENTION = BuiltinChecklist(
    "dual-prevention", "企业安全生产自查表（双重预防）", "系统内置，依据所列法律法规自拟",
    (
        _item("责任制", "主要负责人、各岗位的安全生产责任写明责任人、责任范围和考核标准，并有考核记录", f"{SAFETY}第二十二条"),
        _item("责任制", "按规定设置安全生产管理机构或者配备安全生产管理人员", f"{SAFETY}第二十四条"),
        _item("责任制", "主要负责人组织制定了规章制度和操作规程，岗位上能查到现行文本", f"{SAFETY}第二十一条"),
        _item("教育培训", "从业人员（含被派遣劳动者、实习学生）经安全培训合格后上岗，培训档案记录时间、内容、参加人员和考核结果", f"{SAFETY}第二十八条"),
        _item("教育培训", "电工、焊工、高处等特种作业人员持有效证件上岗", f"{SAFETY}第三十条；{MAJOR}第三条", major=True),
        _item("风险管控", "建立安全风险分级管控制度，对本单位风险点逐一辨识分级并落实管控措施和责任人", f"{SAFETY}第四十一条"),
        _item("风险管控", "较大危险因素的场所和设备设施上有明显的安全警示标志", f"{SAFETY}第三十五条", photo=True),
        _item("隐患治理", "建立隐患排查治理制度，排查治理情况如实记录并向从业人员通报", f"{SAFETY}第四十一条第二款"),
        _item("隐患治理", "重大事故隐患的排查治理情况已向监管部门和职工大会（职工代表大会）报告；没有重大隐患的选“符合”", f"{SAFETY}第四十一条第二款"),
        _item("隐患治理", "安全生产管理人员经常检查，处理不了的问题已报告本单位负责人并有记录", f"{SAFETY}第四十六条"),
        _item("设备设施", "安全设备经常维护保养、定期检测，有签字的记录", f"{SAFETY}第三十六条"),
        _item("设备设施", "没有使用国家明令淘汰的危及生产安全的工艺、设备", f"{SAFETY}第三十八条"),
        _item("作业现场", "动火、吊装、临时用电等危险作业有审批，并安排专人现场管理", f"{SAFETY}第四十三条"),
        _item("作业现场", "从业人员按要求佩戴和使用合格的劳动防护用品", f"{SAFETY}第四十五条", photo=True),
        _item("作业现场", "有限空间已辨识建账并设警示标志；作业先通风、再检测、后作业，现场有监护人员；没有有限空间的选“不适用”", f"{MAJOR}第十三条", major=True),
        _item("承包承租", "对承包、承租单位审查资质，签订安全生产管理协议，统一协调管理并定期检查；没有发包出租的选“不适用”", f"{SAFETY}第四十九条；{MAJOR}第三条", major=True),
        _item("应急管理", "有生产安全事故应急预案或现场处置方案，并按规定定期演练、有记录", EMERGENCY),
        _item("应急管理", "主要负责人和值班人员说得清报警电话、报告程序和第一步怎么做", ""),
        _item("安全投入", "安全生产所必需的资金有保证，支出有据可查", f"{SAFETY}第二十三条"),
        _item("安全投入", "依法参加工伤保险；属于高危行业的投保安全生产责任保险", f"{SAFETY}第五十一条"),
    ),
)

FIRE_SAFETY = BuiltinChecklist(
    "fire-safety", "场所消防安全自查表", "系统内置，依据所列法律法规自拟",
    (
        _item("疏散", "疏散通道、安全出口畅通，没有占用、堵塞、封闭、上锁", f"{FIRE}；{SAFETY}第一百零五条", major=True, photo=True),
        _item("疏散", "疏散指示标志、应急照明完好，断电后能亮", FIRE),
        _item("疏散", "人员密集场所的门窗没有设置影响逃生和灭火救援的障碍物", FIRE, photo=True),
        _item("疏散", "消防车通道没有停车、堆物或固定障碍物", FIRE, photo=True),
        _item("住宿", "生产、经营、储存场所内没有违规住人", FIRE, major=True, photo=True),
        _item("设施器材", "灭火器数量、类型合适，压力正常，放在明显好拿的地方", FIRE, photo=True),
        _item("设施器材", "室内消火栓水带、水枪齐全，水压正常，没有被遮挡", FIRE),
        _item("设施器材", "建筑消防设施每年至少全面检测一次，检测记录完整准确", f"{FIRE}第十六条第三项"),
        _item("用电", "电线穿管敷设，没有私拉乱接、裸露老化；离开时切断非必要电源", ""),
        _item("用电", "电动自行车及其电池没有在室内、走道、楼梯间和安全出口停放或充电", "", photo=True),
        _item("用火用气", "厨房使用燃气的安装可燃气体报警装置并能正常使用；不使用燃气的选“不适用”", f"{SAFETY}第三十六条"),
        _item("用火用气", "厨房排油烟罩、烟道定期清洗；动火作业办理审批并有人看护", ""),
        _item("材料", "没有用易燃可燃材料装修和分隔；彩钢板建筑没有用易燃夹芯材料", "", photo=True),
        _item("危险物品", "没有违规存放汽油、酒精、油漆等易燃易爆危险品；确需使用的限量、专柜、专人", FIRE),
        _item("管理", "明确消防安全责任人、管理人，有日常防火检查记录", FIRE),
        _item("管理", "员工会报警、会使用灭火器、会组织疏散，今年做过演练", FIRE),
    ),
)
# fmt: on

BUILTIN = (DUAL_PREVENTION, FIRE_SAFETY)
