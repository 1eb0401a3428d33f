"""Whether an amount is aimed at, or a fact that is reported, a fine, a limit of size."""

import re

from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import Found

NOT_A_GOAL = re.compile(
    r"权重|扣[分减除发]|分值|工资|绩效|保费|费率|补助(?!性)|补贴(?!性)|处[^,]{0,12}罚款|罚款比例|奖励[金标]|利率|湿度|坡度|限值|标准值|爆炸下限|爆炸极限|同期|去年(?!的?\d[\d.]*%(?:提|上|增|下|降|减))|上年度?全|近年来|截至目前|目前(?![\d的水])|现有(?![^,。;]{2,16}(?:减少|降低|下降|改造|淘汰|关闭|退出|压减|提升|提高|达到|完成))|概率|几率|已(?:有|达|完成|建成|培育|累计)"
)
LOOKS_BACK = re.compile(
    r"截至|去年(?!的?\d[\d.]*%(?:提|上|增|下|降|减))|上年|近年来|[年月日]以来|共(?:完成|实现|培训|转移|建成|新增|投入|争取|排查|检查|查处|发现|整改|出动|开展|组织)|发生[^,。;]{0,8}\d+起|(?:发现|查出|排查)(?:隐患|问题)\d|整改\d+[项处起条]|会议(?:指出|强调)"
)
LOOKS_AHEAD = re.compile(
    r"今年|到20|力争|确保|目标|要|应|比去年|比上年|较去年|较上年|上年度|由上年|从上年|由去年|从去年"
)
FACT_HEADING = re.compile(
    r"完成情况|任务情况|执行情况|现状|回顾|面临的?(?:新)?形势|形势分析|成效|成绩|存在的?(?:主要)?问题|基本情况|工作情况|背景$|主要做法"
)
FACT = re.compile(
    r"同比|环比|上年同期|去年同期|截至|累计|排名|占(?:年度|全年|总)[^,。;]{0,4}任务|完成率|分别比|较?(?:上年|去年)(?:底|末)?[^,。;]{0,6}(?:下降|上升|增长|减少|提高)|增幅|荣获|先后|现有|共有|拥有|下辖|总人口|占地(?!区)|据统计"
    r"|达到了|完成了|实现了|取得了|已[经有达完成建]|[1-9一二三四五六七八九十]+[至—-][1-9一二三四五六七八九十]+月份?,|(?:上半年|全年|一年来|五年来|期间),?(?:全[省市县区]|我[省市县区])?(?:累计|共)"
)
AHEAD = re.compile(
    r"力争|确保|目标|努力|争取|要(?!求)|[应须]|到20\d\d|底前|年内|今年|计划|不低于|不少于|控制在|不超过|(?<!规模)以上|以下|以内|左右|稳定在|务必"
)
TO_COME = re.compile(
    r"目标|力争|确保|任务|计划|将(?![于此])|今年(?!以来|上半年|前|第?[一二三1-9])|明年|年内|底前|到20\d\d年|到“?十[三四五六]五”?"
)
BOUNDED = re.compile(r"(?<!规模)以上|以下|以内|不低于|不少于|不超过|控制在|要(?!求)|应")
REPORTS = re.compile(
    r"据[^,。;]{0,12}统计|截至20|“十[一二三四五]五”(?:期间|时期|以来),?[^,。;]{0,6}(?:累计|共)"
)
DONE = re.compile(
    r"(?<!力争)(?<!确保)(?<!努力)(?:超额|圆满)完成(?=[一-鿿“]{2,})|完成(?:了)?(?:全年|年度)(?:目标|任务)(?:任务)?的|已(?:完工|建成|搬迁|开工|竣工)|实际(?:完成|增加|确定)|(?:还有|尚有|仅有|只有|仅为|仅占|不足)[^,。;]{0,12}\d"
)
SINCE = re.compile(r"自[^,。;]{2,50}以来")
HOPED = re.compile(r"力争|确保|目标|计划|争取|将(?![于此])|要(?!求)|今年(?!以来)|明年")
GOAL_STATED = re.compile(r"[一-鿿]{0,6}目标(?:任务)?:")  # “总体目标:…” opens a paragraph
COUNTED_UP = re.compile(
    r"去年全|有所(?:提高|上升|下降|增长)|[比较][一二三四上]季度|已(?:完工|建成|搬迁|竣工)[^,。;]{0,2}\d|同比(?:增长|上升|下降|提高|增加|减少)|(?:共|累计)(?:完成|实现|培训|转移|建成|新增|投入|排查|检查|查处|发现|整改|出动|开展|组织|统计|惠及|检测|收缴|取缔|清理|受理|办理|帮扶)"
)
LIMIT = re.compile(
    r"(?:查处|打击|治理|整治|针对|对|淘汰|取缔|处罚|监管|巡查|监控)[^,。;]{0,16}?(?:超过|大于|高于|低于|不足|超限|超载)?$"
)
LIMITED = re.compile(
    r"(?:及?以[上下]的?|的)(?:大型|小型|[危老]旧)?(?:车辆|货车|车|船舶|矿井|锅炉|建筑|住宅|房屋|设备|人员|案件|行为|储罐|企业|单位|场所|路段|桥梁|项目)"
)
AROUND = 1200  # how much of the text around an amount may say what it is


def is_goal(found: Found) -> bool:
    """Return whether an amount stands where goals stand, and is no fact, fine or limit value."""
    plan, node = found.plan, found.node
    start, end = plan.unit_at(found.start)
    opening, stop = plan.segment_at(found.start)
    segment = plan.text[opening : max(found.end, min(stop, found.end + 10))]
    if plan.in_title_marks(found.start) or NOT_A_GOAL.search(segment):
        return False
    if is_personal(plan.text[start:end]) or _looks_back(plan.text[start : found.start]):
        return False
    if tells_a_fact(found):
        return False
    if node.kind == "preamble" and len(plan.nodes) > 1:
        paragraph, _ = plan.paragraph_at(found.start)
        stated = re.search("力争|确保|目标|实现|达到", plan.text[start:end])
        return bool(stated or GOAL_STATED.match(plan.text, paragraph))
    return True


def _looks_back(before: str) -> bool:
    """Return whether the sentence so far tells what has been, not what shall be."""
    return bool(LOOKS_BACK.search(before)) and not LOOKS_AHEAD.search(before)


def is_limit(before: str, after: str) -> bool:
    """Return whether an amount says which things are meant: “查处超限30%以上车辆”."""
    if LIMIT.search(before) is None:
        return False
    beyond = re.search(r"(?:超过|大于|高于|低于|不足)$", before) is not None
    return LIMITED.match(after if not beyond else "的" + after.removeprefix("的")) is not None


def _counts_up(found: Found) -> bool:
    """Return whether the paragraph so far adds up what was found, and aims at nothing."""
    start, end = found.plan.paragraph_at(found.start)
    around = found.plan.text[max(start, found.start - AROUND) : min(end, found.end + AROUND)]
    hoped = TO_COME.search(around) or BOUNDED.search(around)
    return COUNTED_UP.search(around) is not None and hoped is None


def in_goal_sentence(found: Found) -> bool:
    """Return whether the sentence, or what its paragraph opens with, speaks of goals."""
    plan = found.plan
    start, _ = plan.sentence_at(found.start)
    before = plan.text[max(start, found.start - AROUND) : found.start]
    return TO_COME.search(before) is not None or re.search("要实现|要达到", before) is not None


def tells_a_fact(found: Found) -> bool:
    """Return whether a sentence reports what has been reached, with nothing in it to come."""
    plan = found.plan
    for node in (found.node, *found.node.above()):
        if node.heading and FACT_HEADING.search(node.heading):
            return True
    paragraph, stop = plan.paragraph_at(found.start)
    if _counts_up(found):
        return True
    if REPORTS.search(plan.text, paragraph, min(stop, paragraph + 40)):
        return True
    start, end = plan.sentence_at(found.start)
    sentence = plan.text[max(start, found.start - AROUND) : min(end, found.end + AROUND)]
    since = SINCE.search(sentence)
    if since and not HOPED.search(sentence, since.end()):
        return True
    if DONE.search(sentence):
        return True
    opening = plan.text[max(paragraph, start - AROUND) : start]
    hoped = AHEAD.search(sentence) or TO_COME.search(opening)
    return FACT.search(sentence) is not None and not hoped
