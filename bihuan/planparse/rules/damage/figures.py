"""Figures and dates that are damaged: no such month or year, an amount left out, a range turned round."""

from collections.abc import Iterable, Iterator

from bihuan.planparse.context import Plan
from bihuan.planparse.registry import Found, clause_rule, rule
from bihuan.planparse.rules.doubt import doubt
from bihuan.planparse.schema import Anomaly, Span

AUTUMN, EARLY_SUMMER = 9, 6  # a range from September to June may cross the turn of a year
UNIT = "家|人次|人|名|次|起|个(?!人|体)|户|处|所|台|套|件|场|期|万元|元|公里|平方米"


@rule(
    r"(?<![\d.-])(?:20\d\d年)?(?:1[3-9]|[2-9]\d|00?|(?<![二三四五六七八九])十[三四五六七八九])月(?!龄|嫂|租|供|\d|票|均)(?:份|底|初|末|[上中下]旬)?前?",
    cue=r"月(?<=(?:[^1]0|1[3-9]|[2-9]\d|十[三四五六七八九])月)",
    confidence=0.9,
    reads={
        "于2026年13月底前完成整改。": "impossible_date:2026年13月底前→?",
        "于十三月底完成。": "impossible_date:十三月底→?",
        "00月份开展检查。": "impossible_date:00月份→?",
    },
    leaves=("12月底前完成。", "对6-24月龄儿童。", "满18个月的车辆。", "2026.10月"),
)
def month_that_does_not_exist(found: Found) -> Iterable[Span]:
    """A month no year has."""
    yield doubt(found, "impossible_date", f"没有“{found.match.group()}”这个月份")


@rule(
    r"(?<![\d.、-])(?<!附件)(?<!附表)(?:\d{3}|\d{5,6}|2[1-9]\d\d|1[0-8]\d\d)年(?=(?:1[0-2]|0?[1-9])月|底|末|年底|上半年|下半年|度)",
    cue=r"年(?<=\d年)(?:(?<!(?:19|20)\d\d年)|(?<=\d{5}年))",
    confidence=0.9,
    reads={
        "完成时间:20226年6月底。": "impossible_date:20226年→?",
        "于202年10月底前完成。": "impossible_date:202年→?",
    },
    leaves=("2026年6月底", "09年底", "附件12026年度计划", "建设年限100年。"),
)
def year_that_cannot_be(found: Found) -> Iterable[Span]:
    """A year with a figure too many or too few."""
    yield doubt(found, "impossible_date", f"“{found.match.group()}”不是可用的年份")


@rule(
    r"[一-鿿]{0,10}[〔\[](?:20\d\d)[〕\]] {0,2}(?:第 {0,2})?号",
    cue=r"[〔\\[]",
    confidence=0.85,
    reads={"按照示例安办发〔2026〕号文件执行。": "blank:按照示例安办发〔2026〕号→?"},
    leaves=("示例安办发〔2026〕12号", "〔2026〕第3号"),
)
def number_left_out(found: Found) -> Iterable[Span]:
    """A document number without its figure."""
    yield doubt(found, "blank", "文号序号空缺，需要补填")


@rule(
    rf"(?<![\dA-Za-z×])(?:[X×*_□]{{1,4}}|[xX]{{2,4}})(?=(?:{UNIT})|%)",
    cue=r"[Xx×*_□](?=[家人名次起个户处所台套件场期万元公平%Xx×*_□])",
    confidence=0.85,
    reads={
        "检查企业不少于___家。": "blank:___→?",
        "全镇共有企业XX家。": "blank:XX→?",
        "整改率达到××%。": "blank:××→?",
    },
    leaves=("规格3×2个。", "XX县检查企业20家。", "检查企业20家。"),
)
def amount_left_out(found: Found) -> Iterable[Span]:
    """A sign stands where an amount belongs."""
    yield doubt(found, "blank", "数量空缺，需要补填")


@rule(
    rf"(?:不少于|不低于|不超过|至少|达到|控制在) ?(?:%|(?:{UNIT})(?=[,。;以]))",
    confidence=0.8,
    reads={
        "检查企业不少于  家,整改率达到  %。": ("blank:不少于  家→?", "blank:达到  %→?"),
    },
    leaves=("检查企业不少于20家。", "达到100%。", "至少一次。"),
)
def amount_dropped(found: Found) -> Iterable[Span]:
    """A comparison with its unit but without a figure."""
    yield doubt(found, "blank", "数字缺失，需要补填")


@clause_rule(
    confidence=0.7,
    reads={"2026年6月1日至5月15日为整改阶段。": "contradiction:2026年6月1日至5月15日→?"},
    leaves=("2026年11月1日至3月15日。", "2026年6月1日至7月15日。", "2026年6月1日至2027年5月31日。"),
)
def range_turned_round(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A range of days whose end comes before its beginning."""
    for time in plan.times:
        first, last = time.first, time.last
        if time.kind != "range" or not first.month or not last.month or time.blank:
            continue
        crosses = first.month >= AUTUMN and last.month <= EARLY_SUMMER
        same_year = last.year is None or last.year == first.year
        backwards = (last.month, last.day or 31) < (first.month, first.day or 1)
        if same_year and backwards and not crosses:
            yield plan.make(
                Anomaly,
                (time.start, time.end),
                rule=name,
                confidence=confidence,
                kind="contradiction",
                message="结束日期早于开始日期",
                suggestion=None,
            )
