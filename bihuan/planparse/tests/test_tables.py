"""Tables: heads told apart, merged cells filled in, rows read once, from Word, the web and pasted text."""

import pytest
from docx.document import Document
from docx.table import Table as WordTable

from bihuan.planparse.parse import parse_text, read
from bihuan.planparse.readers import read_document
from bihuan.planparse.readers.tests.given import a_docx
from bihuan.planparse.schema import PlanDraft
from bihuan.planparse.sentences import sentences
from bihuan.planparse.tables import find_tables, kind_of_head
from bihuan.planparse.tests.varied import lines_of

WORK = (
    ("序号", "工作任务", "责任单位", "完成时限"),
    ("1", "全面摸排化工企业，建立一企一档", "县应急局", "3月底前"),
    ("2", "开展专家会诊，覆盖率达到100%", "县应急局", "6月底前"),
    ("3", "每月至少检查2次", "各镇", "长期坚持"),
    ("4", "形成经验材料", "县安委办", "2026年X月X日前"),
)
EXPECTED = [
    "target 覆盖率==100% @2026-06-30",
    "duty 各镇:检查 2/month",
    "task 县应急局:全面摸排化工企业，建立一企一档 2026-03-31",
    "task 县应急局:开展专家会诊，覆盖率达到100% 2026-06-30",
    "task 县安委办:形成经验材料 ?",
]
HEAD = "白鹭县2026年化工整治工作方案\n为加强化工企业安全管理，制定本方案。\n一、工作任务\n按照附件分工落实到位。\n附件\n任务分解表\n"


def drafted(data: bytes, name: str) -> PlanDraft:
    document = read_document(data, name=name)
    (draft,) = parse_text(document.text)
    for span in draft.spans():
        assert document.text[span.start_char : span.end_char] == span.quote
    return draft


def rows_of(text: str) -> list[str]:
    kinds = ("phase", "target", "duty", "return", "task", "check")
    return [one for one in lines_of(text, like=kinds) if "按照附件" not in one]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("序 号", "number"),
        ("重点工作任务", "task"),
        ("牵头单位", "lead"),
        ("责任单位（责任人）", "lead"),
        ("配合部门", "help"),
        ("完成时限", "due"),
        ("时间节点", "due"),
        ("检查频次", "freq"),
        ("指标名称", "metric"),
        ("2026年目标值", "value"),
        ("报送内容", "report"),
        ("报送时间", "report_due"),
        ("报送对象", "recipient"),
        ("检查内容", "check"),
        ("检查结果", "result"),
        ("阶段", "phase"),
        ("我县化工企业主要分布在开发区", None),
        ("", None),
    ],
)
def test_a_head_says_what_its_column_holds(head: str, kind: str | None) -> None:
    assert kind_of_head(head) == kind


def test_rows_of_a_word_table_are_read_once_with_the_cell_as_quote() -> None:
    def fill(document: Document) -> None:
        for line in HEAD.strip().split("\n"):
            document.add_paragraph(line)
        table: WordTable = document.add_table(rows=len(WORK), cols=4)
        for at, row in enumerate(WORK):
            for column, words in enumerate(row):
                table.cell(at, column).text = "" if (at, column) == (2, 2) else words
        table.cell(1, 2).merge(table.cell(2, 2))

    document = read_document(a_docx(fill), name="方案.docx")
    assert rows_of(document.text) == EXPECTED
    draft = drafted(a_docx(fill), "方案.docx")
    assert [one.quote for one in draft.recurring_duties] == ["每月至少检查2次"]
    assert any("X月X日" in one.quote for one in draft.anomalies)


@pytest.mark.parametrize(
    "join",
    [
        "\t".join,
        lambda row: "|" + "|".join(row) + "|",
        "  ".join,
        "\n".join,
    ],
    ids=["tabs", "bars", "gaps", "a cell a line"],
)
def test_a_pasted_table_is_read_whatever_its_layout(join: object) -> None:
    assert callable(join)
    text = HEAD + "\n".join(join(row) for row in WORK)
    assert rows_of(text) == EXPECTED


def test_a_table_of_a_web_page_is_read_with_its_merged_cells() -> None:
    page = (
        "<h1>白鹭县2026年化工整治工作方案</h1><p>制定本方案。</p><p>一、任务</p><p>各镇要加强领导。</p>"
        "<table><tr><th rowspan='2'>序号</th><th rowspan='2'>工作任务</th><th colspan='2'>责任单位</th><th rowspan='2'>时限</th></tr>"
        "<tr><th>牵头单位</th><th>配合单位</th></tr>"
        "<tr><td>1</td><td>建立企业台账</td><td rowspan='2'>县应急局</td><td>各镇</td><td rowspan='2'>5月底前</td></tr>"
        "<tr><td>2</td><td>组织交叉检查</td><td>县消防大队</td></tr></table>"
    )
    draft = drafted(page.encode(), "方案.html")
    assert [(one.actor, one.action, str(one.due)) for one in draft.tasks[-2:]] == [
        ("县应急局", "建立企业台账", "2026-05-31"),
        ("县应急局", "组织交叉检查", "2026-05-31"),
    ]


def test_of_two_columns_of_tasks_the_second_says_what_is_done() -> None:
    text = HEAD + (
        "序号\t重点任务\t具体举措\t牵头单位\t完成时限\n"
        "1\t危化品整治\t建立企业台账\t县应急局\t5月底前\n"
        "2\t消防整治\t每季度联合检查1次\t县消防大队\t持续推进"
    )
    assert rows_of(text) == [
        "duty 县消防大队:联合检查 1/quarter",
        "task 县应急局:建立企业台账 2026-05-31",
    ]


def test_a_blank_cell_that_is_not_merged_stays_blank() -> None:
    text = (
        HEAD
        + "序号\t工作任务\t责任单位\t完成时限\n1\t摸排企业\t县应急局\t3月底前\n2\t组织会诊\t县应急局\t"
    )
    assert "task 县应急局:组织会诊 ?" in rows_of(text)


def test_a_section_row_is_the_group_of_the_check_lines_below() -> None:
    text = (
        HEAD
        + "序号\t检查内容\t检查结果\n一、用电\t\t\n1\t线路是否老化\t\n二、疏散\t\t\n2\t出口是否畅通\t"
    )
    assert rows_of(text) == ["check 用电:线路是否老化", "check 疏散:出口是否畅通"]


@pytest.mark.parametrize(
    "text",
    [
        "姓名\t职务\t电话\n示例甲\t组长\t0000",
        "地区\t生产总值\t增速\n全县\t120\t6%",
        "第一段\t制表\n第二段\t制表",
        "工作任务  责任单位",
    ],
)
def test_a_table_that_asks_for_nothing_is_left_as_text(text: str) -> None:
    assert find_tables(text) == []


def test_every_row_is_a_sentence_of_the_living_text() -> None:
    text = HEAD + "\n".join("\t".join(row) for row in WORK)
    found = [one.text for one in sentences(text)]
    assert all("\t".join(row) in found for row in WORK)
    assert [reading.plan.text.count("专家会诊") for reading in read(text)] == [0]
