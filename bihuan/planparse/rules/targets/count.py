"""Targets in counts: so many enterprises, places, people, kilowatts."""

import re
from collections.abc import Iterable

from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.quantities import COUNT, UNITS, count_of, operator
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.targets.aims import in_goal_sentence, is_goal, is_limit
from bihuan.planparse.rules.targets.goals import (
    REACH_END,
    deadline_of,
    goal_quote,
    measure_start,
    subject_of,
)
from bihuan.planparse.schema import Span, Target

BUILD = re.compile(
    r"建成|建立|创建|争创|打造|培育|培植|培养|新建|续建|改建|扩建|迁建|共建|新增|增加|增设|新开|组建|评选|评定|认定|树立|改造|建设|修建|兴建"
    r"|淘汰|关闭|关停|取缔|拆除|更换|整治|治理|修复|整修|维修|疏浚|清理|清淤|清除|达到?|实现|完成|发展|培训|轮训|发放|抽查|检查|超过|突破"
    r"|稳定在|保持在|控制在|抽检|检测|监测|检验|检定|达标|推广|减少到?|降到|下降到|降至|压减|提高|提升|增长到?|扩大到?|扩展到|接待|开工|竣工|投产|安置|搬迁|转移|新植|植树"
    r"|造林|育林|抚育|绿化|种植|栽植|播种|扩种|还田|流转|引进|引导|扶持|帮扶|救助|帮助|解决|惠及|服务|安装|铺设|敷设|新装|接入|打通|减排|配套|储备|收购|出栏|存栏|总产|产量|补种"
    r"|举办|供应|提供|形成|选派|选树|招募|招聘|吸纳|带动|签约|注册|孵化|上线|开通|收治|筛查|接种|免疫|办理|查处|侦破|破获|追缴|采集|入库|申报|发行|投放|消除|化解|盘活|回收|处置|利用"
)
NOT_COUNTED = re.compile(
    r"^及?以[上下]的|^及以[上下](?=[一-鿿])|^(?:以上|以下)?的?(?:时|重点|方面|阶段|步骤|环节|月|工作日|小时|专项|工作组|小组|专班|领导|检查组|督[查导]组|部门|层面|统一|不|一律|类型|层次|部分|字|要求|维护|确保|等次|等级|档|批次分|阶|百分|角度|途径|渠道(?:反映|举报)|关键|人以上(?:的)?(?:较大|重大|事故)|及以上(?:的)?(?:较大|重大|事故))"
)


@rule(
    COUNT,
    confidence=0.8,
    reads={
        "2026年底前,全区在物流行业实现班组达标2家。": "全区在物流行业·班组达标>=2家 @2026-12-31",
        "建设800个安全体验角,组建2万人的志愿者队伍。": (
            "安全体验角>=800个",
            "志愿者队伍>=20000人",
        ),
        "至少抽查2个县(市、区)的10处工程现场。": ("县(市、区)>=2个", "工程现场>=10处"),
        "全市冷库总容量稳定在11亿千瓦左右。": "全市冷库总容量==11亿千瓦",
        "评审时限控制在30个工作日以内。": "评审时限<=30个工作日",
        "建成示范乡镇30个、示范村(社区)100个。": ("建成示范乡镇>=30个", "示范村(社区)>=100个"),
        "死亡人数同比下降5个百分点以上。": "死亡人数同比下降>=5个百分点",
        "每个行业培育不少于三家示范企业。": "示范企业>=3家",
        "每个检查组不得少于3人。": "每个检查组>=3人",
        "2026年新建口袋公园12个、绿道35公里、厕所40座。": (
            "新建口袋公园>=12个 @2026-12-31",
            "绿道>=35公里 @2026-12-31",
            "厕所>=40座 @2026-12-31",
        ),
        "到2027年,培育1家龙头社,20家以上示范社。": (
            "龙头社>=1家 @2027-12-31",
            "示范社>=20家 @2027-12-31",
        ),
        "为1200名环卫工人体检。": "环卫工人体检>=1200人",
        "硫化氢年均浓度控制在20微克/立方米以下。": "硫化氢年均浓度<=20微克/立方米",
    },
    leaves=(
        "分2个片区稳步推进。",
        "抽调8名专家组成3个检查组。",
        "对3个以上隐患未整改的企业挂牌督办。",
        "24小时内上报。",
        "每层安全出口不少于2个,配备不少于2名安全员。",
        "突出10类重大事故隐患。",
        "全县现有砂石企业35家。",
        "累计淘汰老旧货车435辆,占年度任务的六成。",
        "停止核准新建9万吨/年以下的矿井。",
    ),
)
def target_in_count(found: Found) -> Iterable[Span]:
    """“建成N个…”, “至少检查N家” are targets; a mere number of things is not."""
    value = count_of(found.match)
    kind = found.node.kind
    if value is None or kind == "organisation" or (kind == "check" and not _set_out(found)):
        return
    plan, text = found.plan, found.plan.text
    segment_start, segment_end = (
        measure_start(found, found.start),
        plan.segment_at(found.end - 1)[1],
    )
    before, after = text[segment_start : found.start], text[found.end : segment_end]
    if not _counts(found, before, after, value) or not is_goal(found):
        return
    goal = re.match(
        r"(?:以上|以下|左右)?的?(?P<what>(?!以上|以下|左右|以内|内)[^,。;:、][^,。;:]{0,29})", after
    )
    what = goal.group("what").strip("“”、 。\n") if goal else ""
    what = re.split(r"(?:的(?=\d)|、(?=\d)|,|进行|开展|并)", what)[0]
    if goal and found["number"][-1:] not in "万亿" and re.fullmatch(r"左右|以上|以下", what):
        what = ""
    what = what.split("(")[0] if "(" in what and ")" not in what else what
    what = re.sub("^(?:左右|以上|以下|以内)$", "", what)
    metric, subject = (what, "") if what else _measured(before)
    yield plan.make(
        Target,
        goal_quote(found),
        rule=found.rule,
        confidence=found.confidence,
        subject=subject,
        metric=metric,
        op=operator(before, after, value=value, percent=False),
        value=value,
        unit=_unit(found),
        deadline=deadline_of(found),
        metric_key=suggest_metric(metric, before[-20:]),
    )


def _set_out(found: Found) -> bool:
    """Return whether a section of contents sets out what is built, not what is looked at."""
    headings = [node.heading or "" for node in (found.node, *found.node.above())]
    return any(re.search("(?:主要|建设|实施|工程)内容$", heading) for heading in headings)


def _unit(found: Found) -> str:
    return found["unit"].replace("名", "人") if found["unit"] == "名" else found["unit"]


def _measured(before: str) -> tuple[str, str]:
    bare = REACH_END.sub("", before.strip(" ,"))
    split = re.match(r"(?P<who>.*?)(?:实现|完成|达到)(?P<what>.+)$", bare)
    if split:
        return split.group("what"), subject_of(split.group("who"))
    return subject_of(bare), ""


BOUND = re.compile(
    r"(?:≥|≤|>=|<=|至少|不少于|不低于|不超过|不高于|不多于|不得(?:少|低|超|高|多)[于过]|控制在|稳定在|保持在)[一-鿿]{0,4}$"
)
CHAINED = re.compile(rf"(?:至少|不少于)[一-鿿]{{0,4}}\d+(?:{UNITS})[^,。;]{{1,12}}的$")
AMONG = re.compile(r"其中[^。;]{0,40}$")
COUNTED = re.compile(COUNT)
LIST_SO_FAR = re.compile(r"[^,。;:]*[、和及与][^,。;:、]{0,16}")
LISTED_ON = re.compile(r"[^。;:]*[,、和及与]")
ONE_OF_SEVERAL = re.compile(rf"[^,。;:、\d]{{2,14}}、\d+(?:{UNITS})")  # “建设1个乡镇、9个村”
LONGEST_LIST = 240
FOR_WHOM = re.compile(
    r"^(?:将|要)?(?:免费|无偿)?(?:为|对|向)(?:[全各本][省市县区镇乡][一-鿿]{0,4})?$"
)
EVERY = re.compile(
    r"每(?:半年|季度?|个?月|旬|周|日|天|次|轮|批|层|栋|辆|台|间|车|班)|每年[^,]{0,8}(?:检查|抽查|演练|开展|组织|召开|报送|参加)|配[备置][一-鿿]{0,6}$"
)
HELD = re.compile(r"(?:开展|组织|举行)(?=[一-鿿“”]{2,14}$)")
HELD_UNITS = ("场", "场次", "期", "人次")
LONGEST_GAP = 18
PEOPLE = ("人", "名", "户", "家", "例")
FEW_SERVED = 10  # “为3名…” is a case, “为200名…” a service promised


def unit_of_time(found: Found) -> bool:
    """Return whether a count is a length of time, a goal only where it is cut down to."""
    return found["unit"] in ("个工作日", "小时", "分钟", "天")


def _never_counts(found: Found, before: str, after: str) -> bool:
    """Return whether a number is an ordinal, a limit of size, a rhythm, a part of a name."""
    if NOT_COUNTED.match(after) or EVERY.search(before) or is_limit(before, after):
        return True
    if before.endswith(("第", "近", "每", "前", "各", "这", "满", "扣", "加", "部分")):
        return True
    return not found["number"][0].isdigit() and found.plan.in_quotes(found.start)


def _counts(found: Found, before: str, after: str, value: float) -> bool:
    """Return whether a number with a unit is something to be reached."""
    if _never_counts(found, before, after):
        return False
    number, unit = found["number"], found["unit"]
    unit_start, _ = found.plan.unit_at(found.start)
    among = AMONG.search(found.plan.text, max(unit_start, found.start - 44), found.start)
    if unit == "个百分点":
        return bool(
            re.search(r"(?:下降|降低|减少|提高|增长|上升|提升)(?:了|幅度)?[一-鿿]{0,3}$", before)
        )
    if unit_of_time(found) and not re.search(r"天数[一-鿿]{0,6}$", before):
        return bool(
            re.search(r"(?:控制在|压缩[到至]|缩短[到至]|压减[到至]|不超过)[一-鿿]{0,3}$", before)
        )
    if BOUND.search(before) or CHAINED.search(before):
        return unit != "米"
    if among and number[0].isdigit() and re.fullmatch(r"(?:其中)?[一-鿿A-Za-z\d]{1,12}", before):
        return True
    if (
        re.match(r"(?:以上)?[一-鿿]{0,8}?(?:实现|脱贫|通过|纳入|享受|参加|获得|得到|受益)", after)
        and unit in PEOPLE
    ):
        return number[0].isdigit() and value >= FEW_SERVED
    if FOR_WHOM.search(before) and unit in PEOPLE:
        return number[0].isdigit() and value >= FEW_SERVED
    bounded = after.startswith(("以上", "以内")) and _built(before)
    return (bounded or _plain_number(found, before, after, value)) and (
        _built(before)
        or (unit in HELD_UNITS and HELD.search(before) is not None)
        or _built_list(found, unit_start, before)
        or _stands_alone(found, before, after)
    )


def _stands_alone(found: Found, before: str, after: str) -> bool:
    """Return whether a number ends its words in a section about goals: “粮食总产115万吨”."""
    if not (found.node.kind == "target" or in_goal_sentence(found)):
        return False
    ends = re.match(r"(?:以上|以下|左右|以内)?(?=[,。;、(\n]|$)", after) is not None
    named = re.search(r"[一-鿿][)”]?$", before) is not None
    return ends and named and not re.search(r"[第按]|(?:[前共有设约过从至到]|包括|涉及)$", before)


def _plain_number(found: Found, before: str, after: str, value: float) -> bool:
    """Return whether a number without “at least” is one that plans set as a goal."""
    number, unit = found["number"], found["unit"]
    if not number[0].isdigit() and unit not in ("家", "处", "户", "人", "名"):
        return False
    alone = value == 1 and not re.search("达标|建成|创建|争创|打造|培育|新建|新增", before)
    if number in ("一", "两") or (alone and not ONE_OF_SEVERAL.match(after)):
        return False
    if unit == "分":
        return bool(re.search(r"(?:达到?|不低于|高于|以上|超过|保持在)$", before))
    rare = ("项", "类", "件", "起", "元", "万元", "亿元", "倍", "米", "岁", "期", "组")
    return unit not in rare or number[-1] in "万亿" or bool(RAREST.search(before))


RAREST = re.compile(
    r"(?:达到?|完成|建成|实现|以内|超过|突破|增长到|新增|提高到|提升到|控制在|稳定在|立项|制定|修订|转化)[一-鿿]{0,8}$"
    r"|(?:收入|产值|投资|销售|税收|增加值|总额|零售额|进出口|出口额?|利润|规模|营收|固投|交易额|贷款)额?$"
    r"|(?:长度|标准|规范|专利)[一-鿿]{0,4}$"
)


def _built_list(found: Found, unit_start: int, before: str) -> bool:
    """Return whether a number goes on with a list whose first member a verb of building leads."""
    so_far = found.plan.text[max(unit_start, found.start - LONGEST_LIST) : found.start]
    between = LIST_SO_FAR
    if before.strip(" ,、"):
        so_far = so_far.rsplit(",", 1)[-1]
    else:
        between = LISTED_ON  # “20家以上…,100家以上…”: the verb stands before an earlier comma
    first = COUNTED.search(so_far)
    if first is None:
        return False
    lead = so_far[: first.start()].rsplit(",", 1)[-1]
    return _built(lead) and between.fullmatch(so_far[first.end() :]) is not None


def _built(before: str) -> bool:
    """Return whether a verb of building or reaching stands close before a number."""
    verbs = list(BUILD.finditer(before))
    if not verbs:
        return False
    gap = before[verbs[-1].end() :]
    return len(gap) <= LONGEST_GAP and not re.search(r"[的对由将把在按]|组织|通过|根据", gap)
