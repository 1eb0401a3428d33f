"""目标: percentages, counts and “全部/全覆盖” that a plan sets itself to reach."""

import re
from collections.abc import Iterable
from datetime import date

from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.quantities import COUNT, PERCENT, UNITS, count_of, operator, percentage
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.schema import Span, Target

NOT_A_GOAL = re.compile(
    r"权重|扣分|分值|补助|补贴|处[^,]{0,12}罚款|奖励[金标]|利率|浓度|含量|湿度|坡度|爆炸下限|爆炸极限|同期|去年|上年度?全|近年来|截至目前|目前|现有|已(?:有|达|完成)"
)
REACH = (
    r"达到了?|到达|达|不低于|不少于|不小于|至少|超过|高于|突破|控制在|不超过|不高于|降到|下降到|降至|提高到|提升到|提升至|提高至|上升到|实现|完成|为|稳定在|保持在|维持在"
)
GOAL_WORDS = re.compile(rf"{REACH}|确保|力争|保证|下降|降低|减少|提高|增长|要|应|须|抽查|覆盖|率|面|比例|以上|以下|全部|100")
METRIC = re.compile(
    rf"(?P<metric>[一-鿿A-Za-z、和\"“”]{{1,22}}?(?:率|面|比例|比重|占比|覆盖|总量|总数|人数|起数|次数|数量|动力|水平|时间|数))(?:均|都|总体|要|应|应当|须|必须|力争|务必|基本|分别|全部)?(?:{REACH})?(?:了|到)?$"
)
CHANGE = re.compile(r"(?P<metric>(?:年均|同比|环比|较[^,。;]{1,8})?(?:下降|降低|减少|提高|增长|上升|提升))(?:了|幅度)?(?:不低于|不少于|达到?|至少)?$")
OWNER = re.compile(
    r"^(?P<owner>[^、]*(?:企业|单位|场所|隐患|人员|部门|社区|行业|[^农乡]村|乡镇|居民|学校|设备|设施|行人|问题))(?P<metric>[一-鿿]{2,10})$"
)
LEAD = re.compile(
    r"^(?:(?:[一二三四五两\d]年内使?|即|同时|其中|并且|并|且|做到|确保|力争|保证|努力|要|使|对|到|实现|务必|争取|推动|\d+[.、]|[一二三四五六七八九十]是)[,:]?)+(?=[^,。]{2})"
)
REACH_END = re.compile(rf"(?:{REACH}|力争|要|应|须|均|总体|分别|确保|保证|有|在|:|,|能|占)+$")
LISTED = re.compile(rf"(?:\d%|\d(?:{UNITS}))(?:以上|以下|左右|以内)?[、和]")
LONGEST = 46


def deadline_of(found: Found) -> date | None:
    """Return the day a goal is due: from its own sentence, else from the paragraph's lead date."""
    plan = found.plan
    start, _ = plan.unit_at(found.start)
    paragraph, _ = plan.paragraph_at(found.start)
    for low in (start, max(paragraph, found.node.start)):
        for time in reversed(plan.times_in(low, found.start)):
            if plan.in_quotes(time.start) or plan.text[max(0, time.start - 1) : time.start] in ("比", "较", "从"):
                continue
            led = plan.text[max(0, time.start - 1) : time.start] in ("到", "至", "") or time.start <= low + 2
            if time.kind in ("by", "range") or time.last.part or (time.kind == "on" and led):
                if time.kind == "from" or "每" in plan.text[max(0, time.start - 1) : time.start]:
                    continue
                return plan.last_day(time)
    return None


def _stop(found: Found, start: int) -> int:
    """Return where the comma segment around ``start`` begins, without its leading date."""
    segment, _ = found.plan.segment_at(start)
    for time in found.plan.times_in(segment, start):
        if time.start <= segment + 2:
            segment = time.end
    listed = None
    for listed in LISTED.finditer(found.plan.text, segment, start):
        pass
    return listed.end() if listed else segment


def _quote(found: Found) -> tuple[int, int]:
    """Return the words of a goal: its comma segment, from a leading date on if one stands before."""
    plan = found.plan
    start, _ = plan.segment_at(found.start)
    _, end = plan.segment_at(found.end - 1)
    unit, _ = plan.unit_at(found.start)
    lead = [time for time in plan.times_in(unit, start) if time.start <= unit + 2]
    if lead and start - lead[-1].end <= 2 and start > unit:  # noqa: PLR2004 - the comma
        start = unit
    return plan.trim(start, end)


def _is_goal(found: Found) -> bool:
    plan, node = found.plan, found.node
    start, end = plan.unit_at(found.start)
    segment = plan.text[slice(*plan.segment_at(found.start))]
    if plan.in_title_marks(found.start) or NOT_A_GOAL.search(segment):
        return False
    if node.kind == "out_of_scope_personal":
        return False
    if node.kind == "preamble" and len(plan.nodes) > 1:
        return bool(re.search("力争|确保|目标|实现|达到", plan.text[start:end]))
    return True


def _subject(text: str) -> str:
    bare = LEAD.sub("", text.strip(" ,:、。;\n")).strip(" ,:、“”")
    bare = REACH_END.sub("", bare)
    bare = re.sub(r"^.{0,20}(?:要|应|须)(?:保证|确保|力争)(?=[一-鿿]{2})", "", bare)
    return re.sub(r"^.*(?:\)|:)(?=[一-鿿]{4})", "", bare)[-LONGEST:]


@rule(
    PERCENT,
    confidence=0.9,
    reads={
        "2026年底前,企业自查率达到100%。": "企业·自查率==100% @2026-12-31",
        "2025年事故死亡人数比2020年下降12.5%以上。": "事故死亡人数·比2020年下降>=12.5% @2025-12-31",
        "到2026年底,力争规模以上企业有50%以上达到三级标准化水平。": "规模以上企业·达到三级标准化水平>=50% @2026-12-31",
        "做到检查率、整治率达100%。": ("检查率==100%", "整治率==100%"),
        "花生种植、收获机械化率分别达到65%和55%。": (
            "花生种植、收获机械化率>=65%",
            "花生种植、收获机械化率>=55%",
        ),
        "行人闯红灯率下降到8%以下。": "行人·闯红灯率<=8%",
        "整改率达到百分之九十五以上。": "整改率>=95%",
        "各部门要保证执法人员有50%以上的时间在现场检查。": "执法人员·时间在现场检查>=50%",
        "抽查比例不低于20%。": "抽查比例>=20%",
    },
    leaves=(
        "企业自查率应到达20230%。",
        "考核占总分的10%权重。",
        "去年事故起数占全年的30%。",
        "可燃气体浓度不得超过爆炸下限的10%。",
    ),
)
def target_in_percent(found: Found) -> Iterable[Span]:
    """“X率达到N%”, “有N%以上…”, “下降N%” are targets; a rate above 100 % is not used."""
    share = percentage(found.match)
    counted = re.search(r"[一二两三四五六七八九十\d]个$", found.plan.text[max(0, found.start - 3) : found.start])
    if share is None or counted or not _is_goal(found):
        return
    plan, text = found.plan, found.plan.text
    segment_start, segment_end = _stop(found, found.start), plan.segment_at(found.end - 1)[1]
    before, after = text[segment_start : found.start], text[found.end : segment_end]
    if not GOAL_WORDS.search(before + after[:6]):
        return
    metric, subject = _metric(before, after)
    change = "降" in metric or "增" in metric or "减" in metric or "提高" in metric
    if any(value > 100 and not (change and value <= 1000) for value in share.values):  # noqa: PLR2004
        return
    if not subject and not metric.strip():
        return
    for part in _parts(metric, len(share.values)):
        for value in share.values:
            op = operator(before, after, value=value, percent=True)
            if value == 100 and op == ">=":  # noqa: PLR2004 - no share is above the whole
                op = "=="
            yield plan.make(
                Target, _quote(found), rule=found.rule, confidence=found.confidence,
                subject=subject, metric=part, op=op, value=value, unit="%",
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
        cut = OWNER.match(metric)
        if not owner.strip(" ,") and cut:
            owner, metric = cut.group("owner"), cut.group("metric")
        return metric, _subject(owner)
    follow = re.sub(r"^(?:及?以上|以下|以内|左右)?的?", "", after).strip(" ,。;:\n")
    return follow[:LONGEST], _subject(before)


def _with_base(before: str, change: re.Match[str]) -> tuple[str, str]:
    base = re.search(r"[比较](?:去年|上年|同期|(?:19|20)\d\d年)[^,]{0,6}$", before[: change.start()])
    start = base.start() if base else change.start()
    return before[start : change.end("metric")], _subject(before[:start])


def _parts(metric: str, values: int) -> list[str]:
    parts = re.split("[、和]", metric)
    if values == 1 and len(parts) > 1 and all(part.endswith(("率", "面", "数")) for part in parts):
        return parts
    return [metric]


BUILD = re.compile(
    r"建成|建立|创建|打造|培育|培植|新建|新增|组建|评选|树立|改造|建设|淘汰|关闭|整治|达到|实现|完成|发展|培训|发放|抽查|检查|超过|突破|稳定在|抽检|达标|推广"
)
NOT_COUNTED = re.compile(
    r"^(?:以上|以下)?的?(?:重点|方面|阶段|步骤|环节|月|工作日|小时|专项|工作组|小组|专班|领导|检查组|督[查导]组|部门|层面|统一|不|一律|类型|层次|部分|字|要求|维护|确保)"
)


@rule(
    COUNT,
    confidence=0.8,
    reads={
        "2026年底前,全镇在工贸行业实现岗位达标2家。": "全镇在工贸行业·岗位达标>=2家 @2026-12-31",
        "建立800个宣传教育活动室,组建2万人的志愿者队伍。": (
            "宣传教育活动室>=800个",
            "志愿者队伍>=20000人",
        ),
        "至少抽查2个县(市、区)的10处工程现场。": ("县(市、区)>=2个", "工程现场>=10处"),
        "全国农机总动力稳定在11亿千瓦左右。": "全国农机总动力==11亿千瓦",
        "每个行业培育不少于三家示范企业。": "示范企业>=3家",
    },
    leaves=(
        "分2个重点深入推动实施。",
        "抽调8名专家组成3个检查组。",
        "对3个以上隐患未整改的企业挂牌督办。",
        "突出10类重大事故隐患。",
    ),
)
def target_in_count(found: Found) -> Iterable[Span]:
    """“建成N个…”, “至少检查N家” are targets; a mere number of things is not."""
    value = count_of(found.match)
    if value is None or not _is_goal(found) or found.node.kind in ("check", "organisation"):
        return
    plan, text = found.plan, found.plan.text
    segment_start, segment_end = _stop(found, found.start), plan.segment_at(found.end - 1)[1]
    before, after = text[segment_start : found.start], text[found.end : segment_end]
    if not _counts(found, before, after, value):
        return
    goal = re.match(r"(?:以上|以下|左右)?的?(?P<what>[^,。;:]{1,30})", after)
    what = goal.group("what").strip("“”、 。\n") if goal else ""
    what = re.split(r"(?:的(?=\d)|,|进行|开展|并)", what)[0]
    if goal and found["number"][-1:] not in "万亿" and re.fullmatch(r"左右|以上|以下", what):
        what = ""
    what = re.sub("^(?:左右|以上|以下)$", "", what)
    metric, subject = (what, "") if what else _measured(before)
    yield plan.make(
        Target, _quote(found), rule=found.rule, confidence=found.confidence,
        subject=subject, metric=metric,
        op=operator(before, after, value=value, percent=False),
        value=value if found["unit"][0] not in "万亿" else value, unit=_unit(found),
        deadline=deadline_of(found), metric_key=suggest_metric(metric, before[-20:]),
    )


def _unit(found: Found) -> str:
    return found["unit"].replace("名", "人") if found["unit"] == "名" else found["unit"]


def _measured(before: str) -> tuple[str, str]:
    bare = REACH_END.sub("", before.strip(" ,"))
    split = re.match(r"(?P<who>.*?)(?:实现|完成|达到)(?P<what>.+)$", bare)
    if split:
        return split.group("what"), _subject(split.group("who"))
    return _subject(bare), ""


def _counts(found: Found, before: str, after: str, value: float) -> bool:
    """Return whether a number with a unit is something to be reached."""
    number = found["number"]
    if NOT_COUNTED.match(after) or before.endswith(("第", "约", "近", "每", "前", "各", "这")):
        return False
    if re.search(r"每(?:年|半年|季度?|月|旬|周|日|天)", before):
        return False
    bound = re.search(r"(?:至少|不少于|不低于|不超过|控制在)[一-鿿]{0,4}$", before)
    if bound:
        return True
    chained = re.search(rf"(?:至少|不少于)[一-鿿]{{0,4}}\d+(?:{UNITS})[^,。;]{{1,12}}的$", before)
    unit_start, _ = found.plan.unit_at(found.start)
    among = re.search(r"其中[^。;]{0,40}$", found.plan.text[unit_start : found.start])
    if chained or (among and number[0].isdigit() and re.fullmatch(r"(?:其中)?[一-鿿A-Za-z\d]{1,12}", before)):
        return True
    if not number[0].isdigit() and found["unit"] not in ("家", "处", "户", "人", "名"):
        return False
    if number in ("一", "两") or (value == 1 and not re.search("达标|建成", before)):  # noqa: PLR2004
        return False
    if found["unit"] in ("项", "条", "类", "件", "起", "元", "万元", "亿元") and not re.search(
        r"(?:达到|完成|建成|实现|以内|超过)$", before
    ):
        return False
    verb = list(BUILD.finditer(before))
    if not verb:
        return False
    gap = before[verb[-1].end() :]
    return len(gap) <= 12 and not re.search(r"[的对由将把在]|组织|通过", gap)


@rule(
    r"(?:所有|全部)(?P<who>[一-鿿]{2,20}?)(?:要|应|均|都|全部)?(?P<verb>实现|达到|完成|取得|建立)(?P<what>[一-鿿\"“”]{2,24})"
    r"|(?P<who2>[一-鿿]{2,20}?)(?:要|应|须)?全部(?P<verb2>实现|达到|完成|取得|通过|落实)(?P<what2>[一-鿿\"“”]{2,24})"
    r"|(?P<who3>[一-鿿、]{2,20}?)(?:实现|达到)(?P<what3>安全达标)"
    r"|(?:实现|做到|达到|确保)(?P<who4>[一-鿿、]{2,24}?)(?:100%|百分之百)?全覆盖(?![的、检零])",
    confidence=0.7,
    reads={
        "2026年底前,所有工贸企业实现安全达标。": "工贸企业·实现安全达标==100% @2026-12-31",
        "到2026年底,确保规模以上企业全部达到三级以上水平。": "规模以上企业·达到三级以上水平==100% @2026-12-31",
        "实现重点企业检查全覆盖。": "重点企业检查·全覆盖==100%",
    },
    leaves=(
        "按照“全覆盖、零容忍、严执法”的要求开展检查。",
        "对高风险企业进行全覆盖的检查。",
        "完成所有自建房排查。",
        "所有企业完成自评工作,并提出申请。",
    ),
)
def target_all(found: Found) -> Iterable[Span]:
    """“全部/所有…实现…” with a deadline and “实现…全覆盖” mean 100 %."""
    plan = found.plan
    if not _is_goal(found) or plan.in_quotes(found.start):
        return
    who = found["who"] or found["who2"] or found["who3"] or found["who4"]
    deadline = deadline_of(found)
    _, segment_end = plan.segment_at(found.end - 1)
    if "全覆盖" in found.match.group():
        if plan.in_quotes(found.end - 1) or re.match(r"[一-鿿]{0,4}(?:检查|排查|执法)", plan.text[found.end : segment_end]):
            return
        what = "全覆盖"
    else:
        if deadline is None:
            return
        verb = found["verb"] or found["verb2"] or "实现"
        what = verb + (found["what"] or found["what2"] or found["what3"])
    if re.search(r"\d%|百分", plan.text[slice(*plan.segment_at(found.start))]):
        return
    who = re.sub(r"^(?:确保|力争|做到|要|使|所有|全部|到)+", "", who)
    yield plan.make(
        Target, _quote(found), rule=found.rule, confidence=found.confidence,
        subject=who, metric=what.strip("“”"), op="==", value=100.0, unit="%", deadline=deadline,
        metric_key=suggest_metric(what, who),
    )
