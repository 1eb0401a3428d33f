"""Words doubled, cut off or split: what copying and scanning add and take away."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from bihuan.planparse.confusions import WORDS
from bihuan.planparse.context import Plan
from bihuan.planparse.registry import Found, clause_rule, rule
from bihuan.planparse.rules.doubt import doubt
from bihuan.planparse.schema import Anomaly, Span

COMPOUNDS = (
    "安全生产", "隐患排查", "专项整治", "排查整治", "应急管理", "主体责任", "贯彻落实", "监督管理", "组织领导", "消防安全",
    "监督检查", "责任落实", "排查治理", "集中整治", "安全管理", "安全监管", "宣传教育", "教育培训", "应急预案", "重大事故",
)  # fmt: skip
SPLIT_WORDS = frozenset(
    (
        *WORDS,
        "坚决",
        "遏制",
        "认真",
        "确保",
        "加强",
        "企业",
        "单位",
        "工作",
        "安全",
        "生产",
        "领导",
        "全面",
        "到位",
        "开展",
        "要求",
    )
)
CLAUSE, CLAUSE_END = re.compile("[一-鿿、“”]+"), re.compile("[,。;]")
SHORTEST_CLAUSE, LONGEST_CLAUSE = 7, 61
INNER_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
MOST_SPLIT = 5


@rule(
    r"(?=[开组加进推完建做确落实制负隐问责安企单部措有相严切认重工领检整排管])(?:(?P<word>开展|组织|加强|进行|推进|完善|建立|做好|确保|落实|实施|制定|负责|隐患|问题|责任|安全|企业|单位|部门|制度|措施|有关|相关|严格|切实|认真|进一步)(?P=word)|(?P<cut>责任|严格|重大|隐患|制度|工作|领导|检查|整治|排查|安全|管理|单位|企业)(?P<again>[任格大患度作导查治全理位业])(?=[,。;、的制]))",
    confidence=0.7,
    reads={
        "认真组织开展开展排查整治工作。": "noise:开展开展→开展",
        "落实安全生产责任任制。": "noise:责任任→责任",
    },
    leaves=(
        "逐项核对、逐项销号。",
        "加强领导,加强督导。",
        "边查边改、边查边改。",
        "落实责任任务。",
        "安全全覆盖。",
    ),
)
def said_twice(found: Found) -> Iterable[Span]:
    """The same word or character stands twice in a row."""
    if found["cut"] and not found["cut"].endswith(found["again"]):
        return
    yield doubt(found, "noise", "文字重复", found["word"] or found["cut"])


@clause_rule(
    confidence=0.7,
    reads={
        "各单位要高度重视。各单位要高度重视。要加强领导。": (
            "noise:各单位要高度重视。各单位要高度重视。→各单位要高度重视。"
        ),
    },
    leaves=("加强领导,加强督导。", "逐级落实责任,逐级落实制度。"),
)
def clause_twice(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """The same clause stands twice in a row."""
    text, start, taken = plan.text, 0, 0
    for stop in CLAUSE_END.finditer(text):
        end = stop.end()
        again = start - (end - start)
        if (
            taken <= again
            and SHORTEST_CLAUSE <= end - start <= LONGEST_CLAUSE
            and text.startswith(text[start:end], again)
            and CLAUSE.fullmatch(text, start, end - 1)
        ):
            yield plan.make(
                Anomaly,
                (again, end),
                rule=name,
                confidence=confidence,
                kind="noise",
                message="文字重复",
                suggestion=text[start:end],
            )
            taken = end  # a third time is not told again
        start = end


@rule(
    r"(?P<words>[一-鿿]{3,16})(?P=words)",
    confidence=0.6,
    reads={
        "示例市应急管理局示例市应急管理局关于开展检查的通知": "noise:示例市应急管理局示例市应急管理局→示例市应急管理局"
    },
    leaves=("逐项逐项核对。", "认认真真开展检查。"),
)
def words_twice(found: Found) -> Iterable[Span]:
    """The same words stand twice in a row."""
    yield doubt(found, "noise", "文字重复", found["words"])


@rule(
    rf"(?P<head>{'|'.join(sorted({one[:2] for one in COMPOUNDS}))})(?P<stray>[A-Za-z\d.·]{{1,2}})(?P<tail>{'|'.join(sorted({one[2:] for one in COMPOUNDS}))})",
    confidence=0.8,
    reads={"深入推进安全3生产专项整治。": "noise:安全3生产→安全生产"},
    leaves=("安全生产3项任务。", "消防安全1次。"),
)
def stray_inside_compound(found: Found) -> Iterable[Span]:
    """A figure or a letter inside a common compound."""
    if found["head"] + found["tail"] in COMPOUNDS:
        yield doubt(found, "noise", f"多余字符“{found['stray']}”", found["head"] + found["tail"])


@rule(
    r"(?:责任|制度|措施|安全|管理|整治|隐患|治理|监管|整改|机制|领导|落实)(?P<stray>\d{1,3})(?=[,。;])",
    confidence=0.6,
    reads={"落实企业主体责任12,健全制度。": "noise:责任12→?"},
    leaves=("排查隐患12处。", "见附件1。", "整改率100%。"),
)
def stray_figure(found: Found) -> Iterable[Span]:
    """A figure, perhaps of a page or a footnote, hangs on a word."""
    yield doubt(found, "noise", f"多余数字“{found['stray']}”，可能是页码或注码")


@clause_rule(
    confidence=0.6,
    reads={"确保整改到位,坚 决遏制事故。": "noise:坚 决→坚决"},
    leaves=("坚决遏制事故。", "组长 示例甲", "第一 加强领导。"),
)
def split_word(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """Blanks inside a common word, the first few of a text with their number."""
    index, text = plan.view.index, plan.text
    if not index:
        return
    places = []
    for blanks in INNER_BLANKS.finditer(plan.view.source, index[0], index[-1]):
        at = bisect_left(index, blanks.start()) - 1
        joined = 0 <= at < len(index) - 1 and index[at] == blanks.start() - 1
        if joined and index[at + 1] == blanks.end() and text[at : at + 2] in SPLIT_WORDS:
            places.append(at)
    for at in places[:MOST_SPLIT]:
        yield plan.make(
            Anomaly,
            (at, at + 2),
            rule=name,
            confidence=confidence,
            kind="noise",
            message=f"词中有空格，全文{len(places)}处",
            suggestion=text[at : at + 2],
        )


@rule(
    r"(?:取得|得到|予以|给予|提高到|控制在|不少于|不低于)(?=[。;])|(?:事故|问题|隐患)的[发进落整推](?=[。,;])",
    confidence=0.7,
    reads={
        "确保工作取得。": "truncated:取得→?",
        "坚决遏制重特大事故的发。": "truncated:事故的发→?",
    },
    leaves=("确保取得实效。", "防止事故的发生。"),
)
def word_cut_off(found: Found) -> Iterable[Span]:
    """A sentence ends in a word that must go on."""
    yield doubt(found, "truncated", "句子不完整，疑有文字脱落")
