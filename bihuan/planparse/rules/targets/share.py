"""Targets in percent: rates, shares, falls and rises."""

import re
from collections.abc import Iterable

from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.quantities import PERCENT, operator, percentage
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.targets.aims import is_goal, is_limit
from bihuan.planparse.rules.targets.goals import (
    LEAD,
    LONGEST,
    REACH,
    deadline_of,
    goal_quote,
    measure_start,
    subject_of,
)
from bihuan.planparse.schema import Span, Target

GOAL_WORDS = re.compile(
    rf"{REACH}|确保|力争|保证|下降|降低|减少|提高|增长|要|应|须|抽查|覆盖|率|面|比例|比重|占比|以上|以下|全部|100|≥|≤|^数"
)
SHARE_DOES = re.compile(
    r"(?:以上|左右)?的?[^,。;\n]{2,28}?(?:建立|建成|完成|实现|达到|参加|通过|配备|落实|纳入|开展|得到|进入|执行|使用|掌握|消除)"
    r"|的?(?:工程量|建设任务|形象进度|年度任务)"
)
COUNTED = re.compile(r"“?[一二两三四五六七八九十\d]个$")  # 三个100%
METRIC = re.compile(
    rf"(?P<metric>[一-鿿A-Za-z\d、和\"“”]{{1,22}}?(?:率|面|比例|比重|占比|比值|覆盖|满意度|知晓度|认可度|密度|集中度|覆盖度|达标度|程度|总量|总数|人数|起数|次数|数量|动力|水平|时间|数))(?:均|都|总体|要|应|应当|须|必须|力争|务必|基本|分别|全部){{0,2}}(?:{REACH}|≥|>=)?(?:了|到)?$"
)
CHANGE = re.compile(
    r"(?P<metric>(?:年均|同比|环比|较[^,。;]{1,8})?(?:分别)?(?:下降|降低|减少|提高|增长|上升|提升))(?:了|幅度)?(?:不低于|不少于|达到?|至少)?$"
)
OWNER = re.compile(
    r"^(?P<owner>[^、]*(?:企业(?!主要负责人|负责人|“)|单位|场所|隐患|人员|部门|社区|行业|[^农乡]村|乡镇|居民|学校|设备|设施|行人|问题))(?P<metric>[一-鿿]{2,10})$"
)


@rule(
    PERCENT,
    cue=r"%|百分|分之|过半|半数|一半|[一二三四五六七八九]成",
    confidence=0.9,
    reads={
        "2026年底前,企业自查率达到100%。": "企业·自查率==100% @2026-12-31",
        "2025年事故死亡人数比2020年下降12.5%以上。": "事故死亡人数·比2020年下降>=12.5% @2025-12-31",
        "到2026年底,力争物流园区有50%以上达到二级评定水平。": "物流园区·达到二级评定水平>=50% @2026-12-31",
        "保证走访率、销号率达100%。": ("走访率==100%", "销号率==100%"),
        "茶园修剪、采摘机械化率分别达到65%和55%。": (
            "茶园修剪机械化率>=65%",
            "采摘机械化率>=55%",
        ),
        "电动车逆行率下降到8%以下。": "电动车逆行率<=8%",
        "确保培训率、整改率“两个100%”。": ("培训率==100%", "整改率==100%"),
        "大型企业、一般企业自查率分别达到100%、90%。": (
            "大型企业自查率==100%",
            "一般企业自查率>=90%",
        ),
        "整改率达到百分之九十五以上。": "整改率>=95%",
        "各站所要保证巡查队员有50%以上的时间在一线值守。": "巡查队员·时间在一线值守>=50%",
        "抽查比例不低于20%。": "抽查比例>=20%",
        "到2030年,化肥、农药使用量比2025年分别下降6%和8%。": (
            "化肥使用量·比2025年下降>=6% @2030-12-31",
            "农药使用量·比2025年下降>=8% @2030-12-31",
        ),
        "知晓率、满意度均达到90%以上。": ("知晓率>=90%", "满意度>=90%"),
        "100%的行政村建立巡护队。": "行政村建立巡护队==100%",
        "2026年底前,半数以上的村建成劝导站。": "村建成劝导站>=50% @2026-12-31",
        "报警装置安装率由上年的75%提高到95%以上。": "报警装置安装率>=95%",
    },
    leaves=(
        "企业自查率应到达20230%。",
        "落实“三个百分之百”要求。",
        "考核占总分的10%权重。",
        "去年事故起数占全年的30%。",
        "上半年亡人数同比下降14%。",
        "重点查处超限30%以上车辆。",
        "全县森林覆盖率为62%,下辖9个镇。",
        "可燃气体浓度不得超过爆炸下限的10%。",
    ),
)
def target_in_percent(found: Found) -> Iterable[Span]:
    """“X率达到N%”, “有N%以上…”, “下降N%” are targets; a rate above 100 % is not used."""
    share = percentage(found.match)
    if share is None or not is_goal(found):
        return
    plan, text = found.plan, found.plan.text
    segment_start, segment_end = (
        measure_start(found, found.start),
        plan.segment_at(found.end - 1)[1],
    )
    before, after = text[segment_start : found.start], text[found.end : segment_end]
    if is_limit(before, after):
        return
    if re.match(r"(?:提高|提升|上升|增加|下降|降低?|减少)(?:到|至)", after):
        return
    before = re.sub(r"[由从](?:上年|去年|20\d\d年|目前)?的?\d[\d.]*%", "", before)
    named = COUNTED.search(before)
    before = before[: named.start()] if named else before
    if named and not METRIC.search(before):
        return
    if not (GOAL_WORDS.search(before + after[:6]) or SHARE_DOES.match(after)):
        return
    metric, subject = _metric(before, after)
    if len(share.values) > 1 and not subject and CHANGE.search(metric):
        unit, _ = plan.unit_at(found.start)
        subject = subject_of(text[unit:segment_start].split("分别")[0])
    change = "降" in metric or "增" in metric or "减" in metric or "提高" in metric
    if any(value > 100 and not (change and value <= 1000) for value in share.values):  # noqa: PLR2004
        return
    if not metric.strip() and before.rstrip().endswith("完成"):
        metric = "完成比例"
    if not subject and not metric.strip():
        return
    for who, part, value in _shared_out(subject, metric, share.values):
        op = operator(before, after, value=value, percent=True)
        if value == 100 and op == ">=":  # noqa: PLR2004 - no share is above the whole
            op = "=="
        yield plan.make(
            Target,
            goal_quote(found),
            rule=found.rule,
            confidence=found.confidence,
            subject=who,
            metric=part,
            op=op,
            value=value,
            unit="%",
            deadline=deadline_of(found),
            metric_key=suggest_metric(part, before[-20:] + after[:20]),
        )


def _metric(before: str, after: str) -> tuple[str, str]:
    """Return what is measured and of whom, from the words around a percentage."""
    change = CHANGE.search(before)
    if change:
        return _with_base(before, change)
    match = METRIC.search(before)
    if match:
        metric = LEAD.sub("", match.group("metric"))
        owner = before[: match.start("metric")]
        if owner.count("“") > owner.count("”"):  # never split inside a quotation
            cut_at = owner.rfind("“")
            owner, metric = owner[:cut_at], owner[cut_at:] + metric
        cut = OWNER.match(metric)
        if not owner.strip(" ,") and cut:
            owner, metric = cut.group("owner"), cut.group("metric")
        return metric, subject_of(owner)
    follow = re.sub(r"^(?:及?以上|以下|以内|左右|数)?的?", "", after).strip(" ,。;:\n")
    by_share = re.match(r"比例(?P<act>抽查|检查|抽检|抽取|核查|复查)", follow)
    if by_share:
        return f"{by_share.group('act')}比例", subject_of(
            re.sub("按(?:照)?(?:不低于|不少于)?$", "", before)
        )
    return follow[:LONGEST], subject_of(before)


def _with_base(before: str, change: re.Match[str]) -> tuple[str, str]:
    base = re.search(
        r"[比较](?:去年|上年|同期|(?:19|20)\d\d年)[^,]{0,6}$", before[: change.start()]
    )
    start = base.start() if base else change.start()
    return before[start : change.end("metric")], subject_of(before[:start])


AMOUNT = re.compile(r"(?:[一-鿿]{2}(?:总量|量|率|数|面积)|排放总量)$")
RATE = re.compile(r"[一-鿿]{2,3}(?:率|面|比例)$")


def _shared_out(
    subject: str, metric: str, values: tuple[float, ...]
) -> list[tuple[str, str, float]]:
    """Return who, what and how much: one value for several rates, or as many values as members."""
    parts = re.split("[、和]", metric)
    change = CHANGE.search(metric)
    if len(values) > 1 and change:
        who = [part for part in re.split("[、和]", subject) if part]
        if len(who) == len(values):
            who = [_with_tail(one, who[-1]) for one in who]
            moved = metric.replace("分别", "")
            return [(one, moved, value) for one, value in zip(who, values, strict=True)]
    if len(values) == 1:
        rates = len(parts) > 1 and all(part.endswith(("率", "面", "数", "度")) for part in parts)
        return [(subject, part, values[0]) for part in (parts if rates else [metric])]
    members = [part for part in re.split("[、和]", subject + metric) if part]
    if len(members) != len(values):
        return [(subject, metric, value) for value in values]
    named = [_with_rate(part, members[-1]) for part in members]
    return [("", part, value) for part, value in zip(named, values, strict=True)]


def _with_tail(part: str, last: str) -> str:
    """Return a member with the amount that only the last one names: 化肥 → 化肥使用量."""
    tail = AMOUNT.search(last)
    return part if tail is None or AMOUNT.search(part) else part + tail.group()


def _with_rate(part: str, last: str) -> str:
    """Return a member with the rate that only the last one names: 大型企业 → 大型企业自查率."""
    if part.endswith(("率", "面", "比例")):
        return part
    kind = last.rfind(part[-2:])
    rate = RATE.search(last)
    if kind >= 0:
        return part + last[kind + 2 :]
    return part + (rate.group() if rate else "")
