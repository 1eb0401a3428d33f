"""周期性工作: what must be done again and again, how often and by whom."""

import re
from collections.abc import Iterable

from bihuan.planparse.actors import actor_in
from bihuan.planparse.frequencies import EACH, PERIODS, period_of, times_in
from bihuan.planparse.numerals import read_number
from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.sending import sends
from bihuan.planparse.schema import RecurringDuty, Span

ACTS = re.compile(
    r"检查|排查|巡查|督查|督导|抽查|调度|通报|总结|报告|报送|培训|演练|研判|会商|会议|例会|召开|考核|考评|评估|自查|自评|维护|检测|检验|保养|监测|公布|公示|更新"
    r"|听取|研究|述职|承诺|参加|组织|开展|走访|宣讲|宣传|曝光|带队|带班|值班|巡检|点检|清理|清洗|学习|教育|核查|复查|回访|分析|汇报|开办|举办|制定|约谈|盘点|试验|检修|辨识|签订|对账|抽检|暗访|夜查|交叉|排名|校验|巡护|安检"
)
NO_DUTY = re.compile(
    r"^(?:的|均|都)?(?:[一-鿿]{0,8}?(?:排查出|发现|查出)的|[^,。;]{0,14}(?:率|比例)(?:达|不低|要|应)|24小时|以来|度的|度(?:计划|工作计划|目标|考核指标)|[一二三四五六七八九十]月|递增|增长|下降|减少|提高)"
)
BARE_DAY = re.compile(r"^(?:度)?(?P<day>[\d至-]{1,5})[日号](?:前|之前|以前)?")
LONGEST = 40
OBJECT = re.compile(r"(?:(?![应要须将于])[一-鿿]){2,10}")


def _action(text: str) -> str:
    bare = re.sub(
        r"^[,、 ]*(?:末|初|底|中旬|度)?(?:\d{1,2}[日号](?:前|之前|以前)?)?(?:要|应|至少|不少于|必须|应当)*",
        "",
        text,
    )
    bare = re.split(r"[。;!?\n]|、(?=每)", bare)[0]
    return bare.strip(" ,:、“”)").replace("至少", "")[:LONGEST]


@rule(
    EACH,
    confidence=0.9,
    reads={
        "企业每半年至少组织1次应急演练。": "企业:组织1次应急演练 1/half_year",
        "乡镇领导带队检查每月不少于3次。": "乡镇领导:带队检查 3/month",
        "每天安排专人进行防火巡查。": "安排专人进行防火巡查 1/day",
        "各部门每年分期分批开办培训班。": "各部门:分期分批开办培训班 1/year",
        "每季度召开一次联席会议。": "召开一次联席会议 1/quarter",
        "每月30日在单位内部公布自查情况。": "在单位内部公布自查情况 1/month",
        "重点企业每月检查不少于2次,一般企业每季度检查不少于1次。": (
            "重点企业:检查不少于2次 2/month",
            "一般企业:检查不少于1次 1/quarter",
        ),
        "每3个月开展一次评估。": "开展一次评估 1/quarter",
    },
    leaves=(
        "每年排查出的隐患整改率达到85%。",
        "实行每天24小时值班电话畅通制度。",
        "对每一个环节进行检查。",
        "各县每季度末向市局报送一次工作进展情况。",
        "每月的工作重点另行通知。",
    ),
)
def duty_every(found: Found) -> Iterable[Span]:
    """“每（年、半年、季度、月、周、日）…N次” is a duty; what is sent in again and again is a return."""
    plan, text = found.plan, found.plan.text
    if found.node.kind == "out_of_scope_personal" or plan.in_title_marks(found.start):
        return
    unit_start, unit_end = plan.unit_at(found.start)
    start, end = plan.segment_at(found.start)
    after = text[found.end : end]
    if NO_DUTY.match(after) or after.startswith(("的", "家", "人", "个")):
        return
    day_lead = re.fullmatch(r"(?:度)?(?:末|初|底|\d{1,2}[日号])?(?:之?前|以前)?,", after)
    bare = not ACTS.search(after) and not times_in(after) and len(after) <= 6  # noqa: PLR2004
    if end < unit_end and (day_lead or bare):
        end = plan.segment_at(end)[1] if end < len(text) else end
        after = text[found.end : end]
    before = text[start : found.start]
    if sends(text[start:end]) or is_personal(text[start:end]):
        return
    acts = ACTS.search(after) or (times_in(after) and re.search("[一-鿿]{2}", _action(after)))
    if not acts:
        if not ACTS.search(before) or not times_in(after):
            return
        action = re.sub(r"(?:次数|频次)?$", "", before).strip(" ,")
        actor = actor_in(f"{before}每") or actor_in(before)
        action = action[len(actor) :] if actor and action.startswith(actor) else action
    else:
        action, actor = _action(after), actor_in(f"{before}每") if before.strip() else None
        if not before.strip() and start > unit_start:
            actor = actor_in(text[unit_start:start])
        if actor is None and OBJECT.fullmatch(before.strip()):
            action = before.strip() + action
    count = times_in(after) or 1
    yield plan.make(
        RecurringDuty,
        plan.trim(start, end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor,
        action=action or _action(after),
        count=count,
        period=period_of(found["period"], found["times"]),
    )


SHORT_ACTS = "检查|排查|巡查|督查|督导|抽查|调度|通报|总结|报告|研判|会商|例会|考核|考评|总考评|评估|自查|汇总|分析|点检|巡检|清零|汇报|培训|演练|碰头|公示|曝光|会办|评比|简报|复盘|管控|清查|梳理|督办|巡逻|抽检|体检|核查|检视|回头看|防控"


@rule(
    rf"(?P<actor>[一-鿿()]{{0,12}}?)(?P<period>日|周|旬|月|季度|季|半年|年度)(?P<act>{SHORT_ACTS})(?=[、,和及与。;:”\"制的工]|为|$|\n|\()",
    confidence=0.85,
    reads={
        "落实安全生产日检查、周调度、月总结和季报告制度。": (
            "日检查 1/day",
            "周调度 1/week",
            "月总结 1/month",
            "季报告 1/quarter",
        ),
        "构建以班组日排查、部门周排查、厂长(经理)月排查为基本频次的制度。": (
            "班组:日排查 1/day",
            "部门:周排查 1/week",
            "厂长(经理):月排查 1/month",
        ),
        "实行月调度、季通报。": ("月调度 1/month", "季通报 1/quarter"),
    },
    leaves=("制定年度监督检查计划。", "做好年度总结工作。", "每日检查一次。", "日常检查不得放松。"),
)
def duty_short_form(found: Found) -> Iterable[Span]:
    """“日检查、周调度、月总结” standing in a row are as many duties."""
    plan, text = found.plan, found.plan.text
    start, end = plan.unit_at(found.start)
    at = found.match.start("period")
    if text[max(0, at - 1) : at] in tuple("每一本当上下两半个近今同终即") or (
        found["period"] in ("日",) and text[at - 1 : at] in tuple("0123456789平节假生")
    ):
        return
    neighbours = re.findall(rf"(?:日|周|旬|月|季度|季|半年|年度)(?:{SHORT_ACTS})", text[start:end])
    system = re.match(r"”?\"?(?:的)?(?:工作)?(?:制度|机制)", text[found.end : found.end + 8])
    if len(neighbours) < 2 and not (system and found["period"] != "年度"):  # noqa: PLR2004
        return
    actor = (
        re.sub(
            r"^.*(?:构建|建立|落实|实行|执行|完善|符合|坚持|推行|做到|实施|安全生产|隐患|以|和|及)",
            "",
            found["actor"],
        )
        or None
    )
    if actor and not actor_in(f"{actor}负责"):
        actor = None
    yield plan.make(
        RecurringDuty,
        (found.start + len(found["actor"]) - len(actor or ""), found.end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor,
        action=found["period"] + found["act"],
        count=1,
        period=PERIODS[found["period"]],
    )


@rule(
    r"(?:(?:一(?P<period>日|天|周|旬|月|季度?|年)|(?P<half>半年))(?:一|1)(?P<act>[一-鿿]{1,4}?)(?=[、,。;”\"和的制]|$|\n))"
    r"|(?<=[、“])(?P<year>年度)(?P<total>(?:总)?(?:考评|考核|评比|总结|评估))",
    confidence=0.85,
    reads={
        "实行“一季一通报、年度总考评”制度。": ("通报 1/quarter", "总考评 1/year"),
        "坚持一周一调度、一月一通报。": ("调度 1/week", "通报 1/month"),
        "实行一月一检查、半年一督查。": ("检查 1/month", "督查 1/half_year"),
    },
    leaves=("一日一餐。", "一年一度的安全月活动。", "将结果纳入年度考核。"),
)
def duty_once_a(found: Found) -> Iterable[Span]:
    """“一季一通报” is once a quarter."""
    act = found["act"] or found["total"]
    if not ACTS.search(act) or found.node.kind == "out_of_scope_personal":
        return
    if found["year"]:
        start, end = found.plan.unit_at(found.start)
        if not re.search(r"一[周月季]", found.plan.text[start:end]):
            return
    yield found.plan.make(
        RecurringDuty,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        actor=None,
        action=act,
        count=1,
        period="year" if found["year"] else PERIODS[found["period"] or found["half"]],
    )


@rule(
    r"(?:(?<![每两二三上下])(?P<period>全年|年内|年度内)(?P<what>[^,。;\n]{0,24}?)(?:不少于|至少)(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:次|场|期)"
    r"|(?P<count2>\d{1,2})次/(?P<per>年|半年|季度?|月|周|日))",
    confidence=0.8,
    reads={
        "镇级全年组织应急演练不少于2次。": "组织应急演练 2/year",
        "检查频次为2次/季度。": "检查频次为 2/quarter",
    },
    leaves=("全年事故起数下降。", "每年至少2次。"),
)
def duty_in_the_year(found: Found) -> Iterable[Span]:
    """“全年…不少于N次” and “N次/季度” are duties."""
    plan = found.plan
    start, end = plan.segment_at(found.start)
    count = int(read_number(found["count"] or found["count2"]) or 1)
    before = plan.text[start : found.start]
    action = found["what"] or before
    if not ACTS.search(action):
        return
    yield plan.make(
        RecurringDuty,
        plan.trim(start, end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor_in(before),
        action=action.strip(" ,")[:LONGEST],
        count=max(count, 1),
        period=PERIODS[found["per"]] if found["per"] else "year",
    )


@rule(
    rf"(?<![每一])(?P<period>{'半年|季度|月|周'})(?:不少于|至少)?(?:一|1)次(?![性])",
    confidence=0.7,
    reads={"消防设施维护保养每处半年一次。": "消防设施维护保养每处 1/half_year"},
    leaves=("每月1次检查。", "仅此一次。", "当年一次性拨付。"),
)
def duty_n_a_period(found: Found) -> Iterable[Span]:
    """“半年一次” after what is done is a duty."""
    plan = found.plan
    start, end = plan.segment_at(found.start)
    before = plan.text[start : found.start]
    if not ACTS.search(before) or before.endswith("每"):
        return
    if re.search(r"\d$|[上下本当]$|第[一二三四]$", before):
        return
    yield plan.make(
        RecurringDuty,
        plan.trim(start, end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor_in(before),
        action=before.strip(" ,")[:LONGEST],
        count=1,
        period=PERIODS[found["period"]],
    )
