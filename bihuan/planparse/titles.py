"""The head of a document but for its title: number, issuer, day of issue, year."""

import re
from datetime import date

from bihuan.planparse.context import Plan
from bihuan.planparse.dates import FOUR, OF_MONTH, OF_YEAR, Calendar, Time, read_figures
from bihuan.planparse.naming import OFFICES, head_of
from bihuan.planparse.schema import Level

NUMBER = re.compile(
    r"(?P<number>[一-鿿A-Za-z]{1,14}(?:字|发|函|办|委|质|通|安全|安委|规|字第)?[〔\[(](?:19|20)\d\d[〕\])] ?第?\d{1,4}号)"
)
DAY = re.compile(rf"(?P<year>(?!19){FOUR})年(?P<month>{OF_YEAR})月(?P<day>{OF_MONTH})日")
BODY = rf"(?:{OFFICES})"
SIGNED = re.compile(
    rf"(?:^|(?<=[\n。)]))(?P<body>[一-鿿()]{{2,40}}{BODY}(?:综合司)?)\n?(?=20\d\d年\d{{1,2}}月\d{{0,2}}日)"
)
AROUND = re.compile(r"(?:全|我|本)(?P<unit>省|自治区|市|县|区|镇|乡|街道|村|社区)")
ANNIVERSARY = re.compile(
    r"(?:(?:国庆|建国|新中国成立|中华人民共和国成立)(?P<state>\d{2})周年|(?:建党|中国共产党成立)(?P<party>\d{2,3})周年)"
)
# When a page was put up says little about the year of the plan on it.
STAMPED = re.compile(r"(?:发表|发布|更新|上传|录入|公开|浏览|添加)(?:时间|日期|于)?[: ]{0,2}$")
LONGEST_FIRST_LINE = 80
STATE_BORN, PARTY_BORN = 1949, 1921


def number_of(plan: Plan) -> str | None:
    """Return the document's own number, not one it cites."""
    for match in NUMBER.finditer(head_of(plan)[:600]):
        before = plan.text[: match.start()]
        alone = re.search(r"(?:^|\n)\($", before) and plan.text[match.end() :].startswith(")\n")
        if not alone and before.endswith(("》(", "》", "〔", "(")):
            continue
        if plan.in_title_marks(match.start()):
            continue
        if re.search(r"(?:根据|按照|贯彻|落实|依据|和|、)[^\n。]{0,30}$", before):
            continue
        return re.sub(r"^.*(?:文件|关于)", "", match.group("number"))
    return None


def issued_on_of(plan: Plan) -> date | None:
    """Return the day under the issuer's name, or the one standing alone on a line."""
    text = plan.text
    for match in DAY.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()].rstrip("\n")
        alone = (match.start() == 0 or text[match.start() - 1] == "\n") and (
            match.end() == len(text) or text[match.end()] in "\n("
        )
        signed = re.search(rf"{BODY}$", before) and not re.match(
            "[前至到起止-]", text[match.end() : match.end() + 1]
        )
        if alone or signed:
            day = _day(match)
            if day:
                return day
    return None


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (read_figures(match[name]) for name in ("year", "month", "day"))
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def issuer_of(plan: Plan) -> tuple[str | None, Level | None]:
    """Return who issued the plan and at which level, as far as the text says."""
    name = None
    if plan.title:
        match = re.match(r"^(?P<body>[一-鿿]{2,30}?)关于", plan.title)
        name = match.group("body") if match else None
    if name is None:
        signed = list(SIGNED.finditer(plan.text))
        name = signed[-1].group("body") if signed else None
    if name is None and plan.title:
        match = re.match(rf"^(?P<body>[一-鿿]{{2,24}}?{BODY})(?=20\d\d年|[一-鿿])", plan.title)
        name = match.group("body") if match else None
    return name, _level(name or "", plan)


LEVELS: tuple[tuple[str, Level], ...] = (
    (r"社区|村(?:民)?委员会|村$", "village"),
    (r"镇|乡(?!村振兴)|街道|办事处", "town"),
    (r"县|区(?!域)|旗", "county"),
    (r"市", "city"),
    (r"省|自治区", "province"),
    (
        r"国务院|国家(?!电网)|中共中央|(?:管理|公安|教育|信息化|建设|运输|农村|财政|民政|卫生|商务|水利|旅游|环境|资源|司法)部$",
        "national",
    ),
)
UNIT_LEVELS: dict[str, Level] = {
    "省": "province", "自治区": "province", "市": "city", "县": "county", "区": "county",
    "镇": "town", "乡": "town", "街道": "town", "村": "village", "社区": "village",
}  # fmt: skip


def _level(name: str, plan: Plan) -> Level | None:
    if re.match(r"国务院|国家(?!级)|中共中央", name):
        return "national"
    for pattern, level in LEVELS:
        if re.search(pattern, name):
            return level
    counts: dict[str, int] = {}
    for match in AROUND.finditer(f"{plan.title or ''} {plan.text}"):
        counts[match.group("unit")] = counts.get(match.group("unit"), 0) + 1
    if not counts:
        return None
    lowest = list(UNIT_LEVELS)  # of units named equally often the lowest is the plan's own
    return UNIT_LEVELS[max(counts, key=lambda unit: (counts[unit], lowest.index(unit)))]


def year_of(plan: Plan, number: str | None) -> tuple[int | None, str]:
    """Return the plan's year and, where it had to be worked out, how."""
    year = _year_in_head(plan, number) or _year_of_phases(plan) or _year_in_body(plan)
    if year is not None:
        return year, ""
    match = ANNIVERSARY.search(plan.text)
    if match is None:
        return None, ""
    born = (
        STATE_BORN + int(match.group("state"))
        if match.group("state")
        else PARTY_BORN + int(match.group("party"))
    )
    return born, f"由“{match.group()}”推算"


def _year_in_head(plan: Plan, number: str | None) -> int | None:
    """Return the year in the title, of the day of issue or in the document's number."""
    head = head_of(plan)
    first_line = head.split("\n", maxsplit=1)[0]
    if len(head) >= LONGEST_FIRST_LINE or re.search("[,。;:]", first_line):
        first_line = ""
    for known in (plan.title or "", first_line):
        match = re.search(r"((?:19|20)\d\d)(?:年|[-—–~至]{1,2}20\d\d年)", known)
        if match:
            return int(match.group(1))
    if plan.issued_on:
        return plan.issued_on.year
    cited = re.search(r"[〔\[(]((?:19|20)\d\d)", number or "")
    return int(cited.group(1)) if cited else None


def _year_of_phases(plan: Plan) -> int | None:
    """Return the year of the phases: a date without a year before January 2027 is of 2026."""
    loose: list[Time] = []
    for node in plan.nodes:
        if node.kind in ("phase", "phase_item"):
            for time in plan.times_in(node.start, node.own_end):
                if time.first.year or time.last.year:
                    return _year_before(loose, time)
                loose.append(time)
    return None


def _year_before(loose: list[Time], dated: Time) -> int | None:
    """Return the year in which the dates before the first one with a year begin."""
    first, last = Calendar(None).resolve(dated)
    known = first or last
    year = dated.first.year or dated.last.year
    if known is None or year is None:
        return year
    months = [time.first.month for time in loose if time.first.month and not time.first.shift]
    turned = bool(months and dated.first.month) and months[0] > known.month and known.year == year
    return min(known.year, year) - turned


def _year_in_body(plan: Plan) -> int | None:
    """Return the year of the first date of the plan's own, of the first year named at all otherwise."""
    named = None
    for time in plan.times:
        year = time.first.year or time.last.year
        if not year or _cited(plan, time.start, time.end):
            continue
        if STAMPED.search(plan.text, max(0, time.start - 12), time.start):
            continue
        if time.last.month or time.last.part or time.kind in ("from", "by"):
            return year
        named = named or year
    return named


def _cited(plan: Plan, start: int, end: int) -> bool:
    """Return whether a year belongs to something cited or compared with."""
    before = plan.text[max(0, start - 1) : start]
    edition = before == "(" and re.match(r"版|修[订正]|年?版", plan.text[end : end + 2])
    return bool(edition) or before in ("第", "比", "较", "〔", "[")
