"""What cannot be true, what was left blank, what does not fit: reported, never repaired."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.registry import Found, clause_rule, rule
from bihuan.planparse.rules.doubt import doubt
from bihuan.planparse.rules.organisation import SEATS
from bihuan.planparse.schema import Anomaly, Span

WHOLE = 100
SHORTEST_TAIL = 12
GROWTH = re.compile(r"增长|提高|上升|增加|增幅|同比")


def _unscarred(number: str) -> float | None:
    """Return a number with a pasted-over year taken back to “10”, None without one.

    A global replacement of “10” by a year turns 100% into 20230% and 10日 into 2023日.
    """
    match = re.match(r"(?P<head>\d*?)20[12]\d(?P<tail>\d*)$", number)
    return float(f"{match.group('head')}10{match.group('tail')}") if match else None


@rule(
    r"(?P<value>\d{3,7}(?:\.\d+)?)%",
    confidence=0.95,
    reads={
        "沿街商户巡查率应为20230%。": "impossible_value:沿街商户巡查率应为20230%→100%",
        "整改率达到950%。": "impossible_value:整改率达到950%→?",
    },
    leaves=("自查率达到100%。", "产量增长120%。", "整改率达到95%。"),
)
def share_above_the_whole(found: Found) -> Iterable[Span]:
    """A rate above 100 % cannot be; a year pasted over “10” gives the likely reading."""
    value = float(found["value"])
    start, end = found.plan.trim(*found.plan.segment_at(found.start))
    if value <= WHOLE or (
        GROWTH.search(found.plan.text[start : found.start]) and value <= WHOLE * 10
    ):
        return
    likely = _unscarred(found["value"])
    suggestion = f"{likely:g}%" if likely is not None and likely <= WHOLE else None
    yield doubt(
        found,
        "impossible_value",
        f"比率“{found['value']}%”不可能超过100%",
        suggestion,
        at=(start, end),
    )


@rule(
    r"(?=\d)(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,6})[日号](?:前|之前|以前)?",
    confidence=0.95,
    reads={
        "8月2023日前完成。": "impossible_date:8月2023日前→8月10日前",
        "2026年2月30日前完成。": "impossible_date:2026年2月30日前→2026年2月28日前",
        "13月5日前完成。": "impossible_date:13月5日前→?",
    },
    leaves=("8月31日前完成。", "2028年2月29日前完成。"),
)
def day_that_does_not_exist(found: Found) -> Iterable[Span]:
    """A day or month that no calendar has."""
    month, day = int(found["month"]), int(found["day"])
    year = int(found["year"] or found.plan.year or 2024)
    longest = monthrange(year, month)[1] if 1 <= month <= 12 else 0  # noqa: PLR2004
    if 1 <= day <= longest:
        return
    likely = _unscarred(found["day"])
    tail = re.sub(r"^.*[日号]", "", found.match.group())
    head = f"{found['year']}年" if found["year"] else ""
    suggestion = None
    if likely is not None and 1 <= likely <= longest:
        suggestion = f"{head}{month}月{likely:g}日{tail}"
    elif longest and longest < day <= 31:  # noqa: PLR2004
        suggestion = f"{head}{month}月{longest}日{tail}"
    yield doubt(found, "impossible_date", f"没有“{month}月{found['day']}日”这一天", suggestion)


@rule(
    r"每月(?P<day>29|30|31)[日号]",
    confidence=0.6,
    reads={"每月30日在厂门口张贴。": "impossible_date:每月30日→每月最后一日"},
    leaves=("每月25日报送。",),
)
def day_some_months_lack(found: Found) -> Iterable[Span]:
    """“每月30日” has no meaning in February."""
    yield doubt(found, "impossible_date", f"并非每个月都有{found['day']}日", "每月最后一日")


GAP = r"(?:(?<![A-Za-z])[xX]{1,4}|[*×_□◯]{1,4}|(?<![一二三四五六七八九零〇○Oo])[○Oo]{1,2}|\(\)|…{1,2}|\.{3,6}|某)"
NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
BLANK_DATE = (
    # 20xx年、*年*月、2026年X月X日、X月X日、8月__日, also as the ends of a range
    rf"(?:(?:20(?:\d\d|{GAP})|{GAP})年)?(?:{GAP}月(?:(?:{GAP}|{NUM})[日号]|(?=[^一-鿿]|[至到前底初以中上下])|$)|{NUM}月{GAP}[日号])"
    rf"(?:(?:至|到|-|—{{1,2}}|~)(?:(?:20(?:\d\d|{GAP})|{GAP})年)?(?:{GAP}|{NUM})月(?:(?:{GAP}|{NUM})[日号])?)?"
    rf"|20[*×xX_]{{2}}年(?:{NUM}月)?|{GAP}年{NUM}月(?:{NUM}[日号])?|[*×_]{{1,4}}年(?=[我全本])"
    # the figures simply gone: 年11月中旬、在年月、2026年8月日、月日前
    r"|(?<![\d一-鿿])年(?:1[0-2]|[1-9])月(?:[上中下]旬|底)?|(?<=[和在至、,(-])年(?:1[0-2]|[1-9])月(?:[上中下]旬|底)?"
    r"|(?:在|自|从|于)年月(?:日)?(?:(?:到|至)(?:\d{4}年)?\d{1,2}月)?(?:期内)?|20\d\d年\d{0,2}月日|20\d\d年月\d{0,2}日?"
    r"|(?<![\d一-鿿])年 ?月 ?日?|(?:(?<![\d一-鿿])|(?<=[于在至到]))月 ?日(?=[前至到起止,。)]|$)|20\d\d年 ?\d{0,2} ?月 日?|20\d\d年 月"
)


@rule(
    BLANK_DATE,
    cue=r"[年月](?:(?<=[*×xX_□◯○Oo)….某].)|(?<![\d一-鿿].)|(?= ?[月日])|(?=\d{0,2} ?月 ?日)|(?=[ *×xX_□◯○Oo(….某])|(?<=[和在至、,(-].)(?=\d))",
    confidence=0.9,
    reads={
        "阶段(*年*月*日至*年*月*日)。": "blank:*年*月*日至*年*月*日→?",
        "在年月到2026年7月期内的情况。": "blank:在年月到2026年7月期内→?",
        "(2026年7月下旬-年11月中旬)": "blank:年11月中旬→?",
        "2026年8月日": "blank:2026年8月日→?",
        "动员阶段(X月X日至X月X日)。": "blank:X月X日至X月X日→?",
        "于20xx年××月××日前报送。": "blank:20xx年××月××日→?",
        "8月__日前完成。": "blank:8月__日→?",
        "时间:   年   月   日": "blank:年   月   日→?",
        "请于  月  日前反馈。": "blank:月  日→?",
        "二〇二六年○月○日": "blank:○月○日→?",
    },
    leaves=(
        "2026年8月3日",
        "全年12月的数据",
        "三年1月1日",
        "每年3月开展。",
        "二〇二六年六月",
        "逐年逐月核对。",
        "当月日均检查3次。",
        "XX县X镇。",
    ),
)
def blank_date(found: Found) -> Iterable[Span]:
    """A date with parts left blank; it resolves to nothing."""
    yield doubt(found, "blank", "日期有空缺，需要补填")


@rule(
    r"《》|〔〕|\(\)|(?<![一-鿿\w])_{3,}|由 {0,2}(?:[X×*某]{1,4}(?:同志)?|同志|单位)(?=任|负责|担任|牵头)|(?:联系人|联系电话|电话|邮箱|传真|地址):[ \n]?(?=[,。;])|(?:组 ?长|成员|总指挥|主任|联系人|联络员|副县长|县长|镇长|局长|书记):? ?(?:[X×*]{1,3}|[xX]{2,3}|某{1,3})(?![A-Za-z市县区镇局公])|建设“\*”|为“\*”",
    confidence=0.85,
    reads={
        "根据《》文件精神。": "blank:《》→?",
        "由()负责日常联络。": "blank:()→?",
        "由同志任办公室主任。": "blank:由同志→?",
        "组长:××× ": "blank:组长:×××→?",
        "联系人:示例甲,联系电话:。": "blank:联系电话:→?",
    },
    leaves=("根据《安全生产法》。", "由张同志任组长。"),
)
def blank_name(found: Found) -> Iterable[Span]:
    """A title, a name or a bracket left empty."""
    yield doubt(found, "blank", "此处内容空缺，需要补填")


PLACES = f"{SEATS}|专家|联系人|联系电话"
PLACES_OPEN = "".join(sorted({place[0] for place in PLACES.split("|")}))
EMPTY_SEATS = re.compile(
    rf"(?=[{PLACES_OPEN}])(?:(?:^(?:{PLACES}):[ ]*$\n?)+|(?:(?:{PLACES})[:二]){{2,12}}(?=第\d|附件|$))",
    re.MULTILINE,
)


@clause_rule(
    confidence=0.9,
    reads={
        "成立领导小组:\n组长:\n副组长:\n成员:\n办公室设在应急局。": "blank:组长:\n副组长:\n成员:→?",
        "第1组:组长:联络员:专家:第2组:组长:联络员:专家:": "blank:组长:联络员:专家:→?",
    },
    leaves=("组长:示例甲\n副组长:示例乙", "联系人:示例丙,联系电话:0000"),
)
def blank_seats(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Seats of a group with nobody named, told once for all alike."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in EMPTY_SEATS.finditer(plan.text):
        seats = match.group().rstrip()
        found.setdefault(seats.replace("二", ":"), []).append(
            (match.start(), match.start() + len(seats))
        )
    for places in found.values():
        many = f"，全文{len(places)}处" if len(places) > 1 else ""
        yield plan.make(
            Anomaly,
            places[0],
            rule=name,
            confidence=confidence,
            kind="blank",
            message=f"组成人员姓名空缺{many}",
            suggestion=None,
        )


@clause_rule(
    confidence=0.6,
    reads={
        "(一)排查隐患\n开展全面评估:组织专家。\n2.加强检查:加大力度。\n3.专项治理:集中力量。": "contradiction:2.加强检查→?",
        "一、目标\n(一)达标。\n(三)提升。": "contradiction:(三)提升→?",
    },
    leaves=("一、目标\n(一)达标。\n(二)提升。",),
)
def numbering_gap(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A series of numbers that skips one or does not begin with one."""
    running: dict[str, int] = {}  # opinions number (一) to (二十) through all their sections
    previous: dict[tuple[str, str], int] = {}
    for node in plan.nodes[1:]:
        if node.number == 0 or node.family == "article" or node.parent is None:
            continue
        family = "third" if node.family == "bare" else node.family
        series = (node.parent.id, family)
        expected = previous.get(series, 0) + 1
        fragment = node.parent is plan.nodes[0] and expected == 1 and family != "top"
        if node.number > expected and not fragment and node.number != running.get(family, 0) + 1:
            lost = "首项编号缺失" if expected == 1 else f"编号不连续，缺第{expected}项"
            end = node.body if node.heading else min(node.own_end, node.body + 10)
            yield plan.make(
                Anomaly,
                plan.trim(node.start, end),
                rule=name,
                confidence=confidence,
                kind="contradiction",
                message=lost,
                suggestion=None,
            )
        previous[series] = running[family] = node.number


@clause_rule(
    confidence=0.7,
    reads={
        "一、目标\n要做到人人尽责和逐步改进,切实改善本": "truncated:和逐步改进,切实改善本→?",
        "一、目标\n整改的企业名单如下:": "truncated:整改的企业名单如下:→?",
    },
    leaves=("一、目标\n要坚持全员参与和持续提升。", "示例县应急管理局\n2026年3月1日"),
)
def cut_short(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """The text stops in the middle of a sentence."""
    text = plan.text.rstrip()
    tail = text.rsplit("\n", 1)[-1]
    start = max(len(text) - 11, len(text) - len(tail))
    waiting = tail[-1:] in (":", ",", "、") and not re.match(r"附|抄送|主题词|[^,。]{2,8}:$", tail)
    if not waiting and (
        len(tail) < SHORTEST_TAIL or text[-1] in "。;!?)”》…:" or not re.search(r"[,。;]", tail)
    ):
        return
    if re.search(r"\d[日号年](?:印发)?$|@|电话|http", tail[-20:]):
        return
    yield plan.make(
        Anomaly,
        (start, len(text)),
        rule=name,
        confidence=confidence,
        kind="truncated",
        message="文字到此中断，后文可能缺失",
        suggestion=None,
    )
