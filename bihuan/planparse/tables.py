"""Tables in a text: 任务分解表, 责任清单, 时间表, 检查表, 报表 — found, and their columns told apart.

Readers write a row as one line with a tab between cells; pages pasted by hand have bars, wide
gaps, or every cell on a line of its own. A table counts only if its head row says what its
columns hold; anything else stays running text.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bihuan.planparse.text import View, lines

MERGED = "\u2060"  # what readers put into a cell that a merged one above covers …
BESIDE = MERGED * 2  # … or one to its left
T = TypeVar("T")

# fmt: off
KINDS = (  # first match wins
    ("number",     r"^(?:序号|编号|No\.?|项次|序)$"),
    ("contact",    r"联系(?:人|电话)|电话|邮箱|姓名|职务"),
    ("result",     r"检查结果|检查情况|是否(?:符合|合格|存在)|备注|得分|分值|评分|扣分|签字|完成情况|进展"),
    ("report_due", r"(?:报送|上报|提交|填报|反馈|报告)(?:时间|时限|期限|频次|周期|日期)"),
    ("recipient",  r"(?:报送|上报|接收|提交|汇总)(?:对象|单位|部门|去向|机构)|报送至|报送到|接收人"),
    ("report",     r"(?:报送|上报|提交|报告)(?:的)?(?:内容|材料|事项|资料|名称|报表|信息)|(?:材料|报表|表格|报告)名称|^(?:成果|成果形式|材料|报表)$"),
    ("help",       r"配合|协办|协助|参与(?:单位|部门)|参加单位"),
    ("lead",       r"责任(?:单位|部门|人|领导|科室|主体|股室|处室|分工)|牵头|主办|承办|负责(?:单位|部门|人|科室)|(?:落实|实施|执行|完成|整改|治理)(?:单位|部门|责任人|主体)|^责任$"),
    ("due",        r"(?:完成|整改|治理|落实|办结|截止)(?:时限|时间|期限|日期|时点)|时间节点|时限|期限|^截止|进度(?:要求|安排|时间)|时间(?:要求|进度)"),
    ("freq",       r"频次|频率|周期|(?:检查|巡查|督查|演练|培训|调度)次数|^次数$"),
    ("value",      r"(?:目标|指标|计划|任务)值|(?:计划|目标|任务|应)(?:检查|完成|创建|培训|排查|整改)?(?:企业|单位|人员|场所)?(?:户|家|人|家次|人次)?(?:数量|总数|数|量)|任务数|任务量"),
    ("metric",     r"(?:考核|目标|评价|工作|年度|主要)?指标(?:名称|内容|项目)?$|^目标(?:要求|任务)?$|工作目标|量化目标|目标要求"),
    ("phase",      r"^(?:工作|实施|整治|活动|推进|行动)?(?:阶段|步骤)(?:名称|划分)?$"),
    ("level",      r"隐患(?:等级|级别|类别)|风险等级|是否重大|严重程度"),
    ("check",      r"(?:检查|排查|自查|督查|核查|评查|巡查|抽查)(?:的)?(?:主要|重点)?(?:内容|事项|要点|要求|标准|细则|重点)|隐患(?:内容|表现|情形|描述)|判定(?:情形|标准)"),
    ("group",      r"类别|分类|类型|(?:检查|排查)(?:项目|项|环节|部位)|^(?:项目|环节|部位|领域|行业领域|行业|模块)$|行业名称|重点(?:行业|领域)"),
    ("time",       r"^(?:时间|日期|起止时间|实施时间|工作时间|活动时间|时间安排|时段|月份)$"),
    ("who",        r"^(?:各)?(?:单位|乡镇|镇街|镇街道|县区|县市区|地区|区域|市州|部门|企业|辖区|镇办|街道)(?:名称)?$"),
    ("task",       r"任务|工作(?:内容|事项|措施|要求|项目|安排)|(?:整治|治理|行动|活动|推进|主要|具体|重点|整改)(?:内容|措施|事项|举措|工作|项目)|^(?:内容|措施|事项|举措|要求|活动|项目名称|重点)$"),
)
# fmt: on
PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)
# What a table must hold at least to be read: one of these sets of columns.
WORTH_READING = (
    {"task", "lead"}, {"task", "due"}, {"task", "freq"}, {"task", "time"}, {"task", "value"}, {"task", "help"}, {"group", "lead"},
    {"group", "time", "lead"}, {"report", "report_due"}, {"report", "recipient"}, {"report", "lead"}, {"report", "time"},
    {"report", "due"}, {"report", "freq"}, {"phase", "time"}, {"phase", "due"}, {"phase", "task"}, {"check", "number"},
    {"check", "group"}, {"check", "result"}, {"check", "level"}, {"check", "lead"}, {"metric", "value"}, {"who", "value"}, {"metric", "lead"},
    {"metric", "due"}, {"check", "freq"},
)  # fmt: skip
CARRIED_BLANK = frozenset(("group", "phase"))  # what a blank below a value still means in any table
LONGEST_HEAD, MOST_COLUMNS, MOST_SINGLE_COLUMNS, LEAST_COLUMNS, LONGEST_SINGLE = 18, 40, 10, 2, 400
WIDE_GAP = re.compile(r"(?<=\S)[ \u3000]{2,}(?=\S)")
BARS = re.compile(r"[|｜│┃]")
RULE = re.compile(r"^[\s|:+—–\-=┼─│]+$")
TOTAL = re.compile(r"^(?:合计|总计|小计|填表人|填报|注|说明|备注)")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where it stands in the source, without blanks around it."""

    start: int
    end: int
    text: str

    @property
    def empty(self) -> bool:
        """Return whether nothing is written in the cell."""
        return not self.text.strip(MERGED)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell per column, those of merged cells filled in; ``own`` are the row's own."""

    start: int
    end: int
    cells: tuple[Cell | None, ...]
    own: frozenset[int]
    section: Cell | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose columns are known; ``kinds[i]`` says what column ``i`` holds, if that is known."""

    start: int
    end: int
    kinds: tuple[str | None, ...]
    labels: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, *kinds: str) -> int | None:
        """Return the column of the first of some kinds that the table has.

        Of two columns of tasks the second says what is done, the first only names it.
        """
        for kind in kinds:
            places = [at for at, known in enumerate(self.kinds) if known == kind]
            if places:
                return places[-1] if kind == "task" else places[0]
        return None

    def cell(self, row: Row, *kinds: str) -> Cell | None:
        """Return a row's cell of the first of some kinds that holds something."""
        for kind in kinds:
            for at, known in enumerate(self.kinds):
                cell = row.cells[at] if known == kind else None
                if cell is not None:
                    return cell
        return None


def kind_of_head(text: str) -> str | None:
    """Return what a column headed so holds, None if the words are no head we know."""
    bare = re.sub(r"\s|[(（][^()（）]{0,12}[)）]", "", unicodedata.normalize("NFKC", text)).strip(
        MERGED + ":"
    )
    if not 0 < len(bare) <= LONGEST_HEAD or re.search("[。;,]", bare):
        return None
    return next((kind for kind, pattern in PATTERNS if pattern.search(bare)), None)


def without_tables(view: View, tables: Sequence[Table]) -> View:
    """Return the view without the text of tables: their rows are read as rows."""
    if not tables:
        return view
    gone, at = [], 0
    for table in tables:
        low = bisect_left(view.index, table.start, at)
        at = bisect_left(view.index, table.end, low)
        gone.append((low, at))
    return view.without(gone)


Split = list[Cell]


def find_tables(source: str) -> list[Table]:
    """Return the tables of a text that say what their columns hold, in order."""
    rows = lines(source)
    found: list[Table] = []
    at = 0
    while at < len(rows):
        table, after = _laid_out(source, rows, at)
        if table is None and after == at + 1:
            table, after = _one_cell_a_line(source, rows, at)
        if table is not None:
            found.append(table)
        at = after
    return found


def _cell(source: str, start: int, end: int) -> Cell:
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return Cell(start, end, source[start:end])


def _cut(source: str, start: int, end: int, cuts: Iterator[re.Match[str]]) -> Split:
    cells, at = [], start
    for match in cuts:
        cells.append(_cell(source, at, match.start()))
        at = match.end()
        if len(cells) == MOST_COLUMNS:
            break
    return [*cells, _cell(source, at, end)]


def _split(source: str, start: int, end: int) -> tuple[str, Split]:
    """Return how a line is laid out (tab, bar, gap or nothing) and its cells."""
    line = source[start:end]
    if "\t" in line:
        return "tab", _cut(source, start, end, re.compile("\t").finditer(source, start, end))
    if len(BARS.findall(line)) >= LEAST_COLUMNS:
        cells = _cut(source, start, end, BARS.finditer(source, start, end))
        cells = cells[1:] if cells[0].empty and line.lstrip()[:1] in "|｜│┃" else cells
        return "bar", cells[:-1] if len(cells) > 1 and cells[-1].empty else cells
    if WIDE_GAP.search(line) and len(line) <= LONGEST_SINGLE:
        return "gap", _cut(source, start, end, WIDE_GAP.finditer(source, start, end))
    return "", []


def _laid_out(source: str, lines: Sequence[tuple[int, int]], at: int) -> tuple[Table | None, int]:
    """Return the table whose head stands at line ``at``, and the line after it."""
    layout, head = _split(source, *lines[at])
    if not layout:
        return None, at + 1
    kinds = [kind_of_head(cell.text) for cell in head]
    after = at + 1
    second = _split(source, *lines[after])[1] if after < len(lines) else []
    below = [kind_of_head(cell.text) for cell in second]
    if (
        second
        and len(second) >= len(head) - 1
        and all(kind or cell.empty for kind, cell in zip(below, second, strict=True))
        and any(below)
    ):
        kinds = [low or high for low, high in zip(_padded(below, len(kinds)), kinds, strict=True)]
        head = [
            low if low is not None and not low.empty else high
            for low, high in zip(_padded(second, len(head)), head, strict=True)
        ]
        after += 1
    if not _worth(kinds):
        return None, at + 1
    rows: list[tuple[int, int, Split]] = []
    while after < len(lines):
        start, end = lines[after]
        line = source[start:end]
        if not line.strip() or (layout == "bar" and RULE.match(line)):
            after += 1
            continue
        kind, cells = _split(source, start, end)
        if kind != layout or (layout == "gap" and len(cells) != len(head)):
            break
        rows.append((start, end, cells))
        after += 1
    return _table(lines[at][0], kinds, head, rows), after


def _one_cell_a_line(
    source: str, lines: Sequence[tuple[int, int]], at: int
) -> tuple[Table | None, int]:
    """Return a table copied with every cell on a line of its own: 序号, its heads, then 1, … 2, …."""
    if source[slice(*lines[at])].strip() not in ("序号", "编号", "序 号"):
        return None, at + 1
    head: Split = []
    while at + len(head) < len(lines) and len(head) <= MOST_SINGLE_COLUMNS:
        cell = _cell(source, *lines[at + len(head)])
        if cell.empty or len(cell.text) > LONGEST_HEAD or cell.text.strip(".、") == "1":
            break
        head.append(cell)
    kinds = [kind_of_head(cell.text) for cell in head]
    width = len(head)
    if width <= LEAST_COLUMNS or not _worth(kinds):
        return None, at + 1
    rows: list[tuple[int, int, Split]] = []
    after = at + width
    while after + width <= len(lines):
        cells = [_cell(source, *lines[after + place]) for place in range(width)]
        if cells[0].text.strip(".、") != str(len(rows) + 1):
            break
        rows.append((cells[0].start, cells[-1].end, cells))
        after += width
    return _table(lines[at][0], kinds, head, rows), after


def _padded(values: Sequence[T], size: int) -> list[T | None]:
    return [*values[:size], *[None] * (size - len(values))]


def _worth(kinds: Sequence[str | None]) -> bool:
    known = {kind for kind in kinds if kind}
    return any(needed <= known for needed in WORTH_READING)


def _table(
    start: int, kinds: Sequence[str | None], head: Split, lines: list[tuple[int, int, Split]]
) -> Table | None:
    """Return the table of some lines: merged cells filled in, section and total rows set apart."""
    rows: list[Row] = []
    above: list[Cell | None] = [None] * len(kinds)
    section: Cell | None = None
    for low, high, split in lines:
        cells = _padded(split, len(kinds))
        real = [at for at, cell in enumerate(cells) if cell is not None and not cell.empty]
        if not real or TOTAL.match(split[real[0]].text):
            continue
        if [kind_of_head(cell.text) if cell else None for cell in cells] == list(kinds):
            continue  # the head again, on the next page
        if (
            len(real) == 1
            and len(kinds) > LEAST_COLUMNS
            and kinds[real[0]] in ("number", "group", None)
        ):
            section = cells[real[0]]
            continue
        filled: list[Cell | None] = []
        for at, cell in enumerate(cells):
            if cell is None:
                filled.append(None)
            elif cell.text == BESIDE:
                filled.append(filled[-1] if filled else None)
            elif cell.text == MERGED or (cell.empty and kinds[at] in CARRIED_BLANK):
                filled.append(above[at])
            else:
                filled.append(None if cell.empty else cell)
        above = filled
        rows.append(Row(low, high, tuple(filled), frozenset(real), section))
    if not rows:
        return None
    labels = tuple(cell.text.strip(MERGED) for cell in head)
    return Table(start, lines[-1][1], tuple(kinds), labels, tuple(rows))
