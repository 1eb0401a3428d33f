"""Damaged text: misread characters, lost brackets and quotes, words dropped by a copier."""

import re
from collections.abc import Iterable, Iterator

from bihuan.planparse.confusions import WORDS, misread
from bihuan.planparse.context import Plan
from bihuan.planparse.registry import Found, clause_rule, rule
from bihuan.planparse.rules.doubt import doubt
from bihuan.planparse.schema import Anomaly, Span

QUOTE_MARK = re.compile("[“”]|''")
LONGEST_QUOTED = 400  # how far a quotation may run before its closing mark counts as lost


@clause_rule(
    confidence=0.7,
    reads={
        "坚决遢制较大事故。": "contradiction:遢制→遏制",
        "加强平安生产工作,落实平安生产责任。": "contradiction:平安生产→安全生产",
        "设区的市和直辖币所属公司。": "contradiction:直辖币→直辖市",
        "酉己合各单位开展培训。": "contradiction:酉己合→配合",
    },
    leaves=(
        "天然气管道由批准人员检查。",
        "预防犯罪,核对货款。",
        "迎接人员到岗。",
        "推进平安建设。",
        "做到人防与技防结合。",
    ),
)
def misread_word(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A common word with a character misread, once per form."""
    found: dict[str, list[int]] = {}
    words: dict[str, str] = {}
    for at, form, word in misread(plan.text):
        found.setdefault(form, []).append(at)
        words[form] = word
    for form, places in found.items():
        many = f"，全文{len(places)}处" if len(places) > 1 else ""
        yield plan.make(
            Anomaly,
            (places[0], places[0] + len(form)),
            rule=name,
            confidence=confidence,
            kind="contradiction",
            message=f"“{form}”疑为“{words[form]}”之误{many}",
            suggestion=words[form],
        )


@rule(
    r"(?P<body>[一-鿿]{0,8}(?:办|发|函|字|委|政|安|通))(?:〔(?P<year>20\d\d)(?P<number>\d{1,4})号|(?P<bare>20\d\d)(?P<rest>\d{1,4})号|\((?:文)?(?P<void>)\)第?(?P<n3>\d{1,4})号|(?:\[\]|〔〕|【】)(?P<n2>\d{1,4})号)",
    cue=r"号",
    confidence=0.8,
    reads={
        "(示例府安办发〔202612号)": "contradiction:示例府安办发〔202612号→示例府安办发〔2026〕12号",
        "(示例委办202654号)": "contradiction:示例委办202654号→示例委办〔2026〕54号",
        "(政办[]55号)": "blank:政办[]55号→?",
    },
    leaves=("示例府办发〔2026〕12号", "第218号令"),
)
def broken_number(found: Found) -> Iterable[Span]:
    """A document number that lost its brackets or its year."""
    year = found["year"] or found["bare"]
    number = found["number"] or found["rest"]
    suggestion = f"{found['body']}〔{year}〕{number}号" if year else None
    yield doubt(
        found,
        "contradiction" if year else "blank",
        "文号括号缺失" if year else "文号年份空缺",
        suggestion,
    )


@rule(
    r"党的(?=[和、,]|[一二三四五六七]中|(?:以来|会议)精神)|(?:已经|均已|早已|正在)了(?=[一-鿿])",
    confidence=0.7,
    reads={
        "全面贯彻党的和二中全会精神。": "blank:党的→?",
        "本县已经了粮库评分办法。": "blank:已经了→?",
    },
    leaves=("贯彻党的二十大精神。", "已经制定了标准。", "党的建设和作风。"),
)
def dropped_word(found: Found) -> Iterable[Span]:
    """A word is missing where grammar needs one."""
    where = "" if found.match.group().endswith("了") else "（会议届次）"
    yield doubt(found, "blank", f"此处疑有文字脱落{where}")


@rule(
    r"(?P<lead>打造|培育|培植|创建|建成|至少|不少于|筛选|确定|开展|组织|召开|检查|培训|演练|排查)(?P<wrong>[工Il|丨Oo○])(?P<unit>[家个次名处场])",
    confidence=0.8,
    reads={"至少培植打造工家标杆企业。": "impossible_value:打造工家→1家"},
    leaves=("至少打造1家标杆企业。", "培育工业企业。"),
)
def letter_for_digit(found: Found) -> Iterable[Span]:
    """A character that looks like a digit stands where a number belongs."""
    yield doubt(
        found,
        "impossible_value",
        f"“{found['wrong']}{found['unit']}”疑为数字误识",
        f"{'0' if found['wrong'] in 'Oo○' else '1'}{found['unit']}",
    )


@rule(
    r"(?<![A-Za-z\d])(?!O[23](?:日|年|浓))(?P<number>\d{0,5}[OolI][\dOolI]{0,4})(?=%|[年月日]|(?:家|个|次|人|起|项)[一-鿿])",
    cue=r"[OolI]",
    confidence=0.7,
    reads={
        "整改率达到1O0%。": "impossible_value:1O0→100",
        "于l0月底前完成。": "impossible_value:l0→10",
    },
    leaves=("按照I级响应处置。", "涉及IO设备。", "O3日最大浓度下降。"),
)
def letter_inside_number(found: Found) -> Iterable[Span]:
    """A letter that looks like a digit inside a number."""
    digits = found["number"].translate(str.maketrans("OolI", "0011"))
    if not any(char.isdigit() for char in found["number"]):
        return
    yield doubt(found, "impossible_value", f"“{found['number']}”中有字母，疑为数字误识", digits)


@clause_rule(
    confidence=0.5,
    reads={"根据《安全生产法和有关规定执行。": "noise:《安全生产法和有关→?"},
    leaves=("根据《安全生产法》(2021年修正)执行。", "1)检查线路。"),
)
def open_bracket(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A bracket or a book title that nothing closes in its paragraph."""
    for paragraph in re.finditer(r"[^\n]+", plan.text):
        words, start, end = paragraph.group(), *paragraph.span()
        for left, right in ("《》", "〔〕", "()"):
            if words.count(left) == words.count(right) + 1:
                at = start + words.rfind(left)
                yield plan.make(
                    Anomaly,
                    (at, min(at + 9, end)),
                    rule=name,
                    confidence=confidence,
                    kind="noise",
                    message=f"“{left}”没有配对的“{right}”",
                    suggestion=None,
                )


@rule(
    r"(?P<left>[一-鿿]{2})(?P<stray>[.·'`|Il](?![\dA-Za-z]))(?P<right>[一-鿿、,。])",
    cue=r"[.·'`|Il](?![\dA-Za-z])",
    confidence=0.7,
    reads={
        "省工业和信.息化厅": "noise:和信.息→和信息",
        "坚持新员工岗前培训I、实操考核。": "noise:培训I、→培训、",
    },
    leaves=("涉及I级响应。", "工信厅.各单位请注意。", "示例.文件"),
)
def stray_mark(found: Found) -> Iterable[Span]:
    """A dot or a letter inside a word."""
    stray, left, right = found["stray"], found["left"], found["right"]
    if stray in ".·'`" and not any((left[-1] + right) in word for word in WORDS):
        return
    if stray in "Il|" and right in "级类期型区、" and not (right == "、" and left in WORDS):
        return
    yield doubt(found, "noise", f"多余字符“{stray}”", left + right)


@clause_rule(
    confidence=0.6,
    reads={
        "落实管业务必须管安全”的要求。": "noise:须管安全”→?",
        "结合实施“清源计划''逐户走访。": "noise:“清源计划''→“清源计划”",
        "弄清“查什么、谁来查“,逐条办好。": "noise:谁来查“→”",
        "督促企业落实“三同时制度。": "noise:“三同时制度。→?",
    },
    leaves=("开展“百日行动”。", "落实“一岗双责”和“三管三必须”。"),
)
def unpaired_quotes(plan: Plan, name: str, confidence: float) -> Iterator[Span]:
    """A quotation mark without its partner in the same sentence."""
    for start, end in plan.pieces(0, len(plan.text), by="sentence"):
        if plan.text.find("“", start, end) < 0 and plan.text.find("”", start, end) < 0:
            continue
        opened = -1
        for mark in QUOTE_MARK.finditer(plan.text, start, end):
            at, char = mark.start(), mark.group()
            straight = char == "''" and opened >= 0
            if char == "“" and opened >= 0:
                yield _quote(plan, max(opened + 1, at - 3), at + 1, name, confidence, "”")
                opened = -1
            elif char == "“":
                opened = at
            elif char == "”" and opened < 0:
                yield _quote(plan, max(start, at - 4), at + 1, name, confidence, None)
            elif char == "”":
                opened = -1
            elif straight:
                whole = plan.text[opened:at] + "”"
                yield _quote(plan, opened, at + 2, name, confidence, whole)
                opened = -1
        if opened >= 0 and _left_open(plan, opened):
            yield _quote(plan, opened, min(opened + 9, end), name, confidence, None)


def _left_open(plan: Plan, at: int) -> bool:
    """Return whether nothing in the paragraph behind an opening mark closes it."""
    stop = plan.text.find("\n", at, at + LONGEST_QUOTED)
    return "”" not in plan.text[at : stop if stop >= 0 else at + LONGEST_QUOTED]


def _quote(
    plan: Plan, start: int, end: int, name: str, confidence: float, suggestion: str | None
) -> Span:
    return plan.make(
        Anomaly,
        (start, end),
        rule=name,
        confidence=confidence,
        kind="noise",
        message="引号不配对",
        suggestion=suggestion,
    )
