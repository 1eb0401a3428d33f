"""What each format gives."""

import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.planparse.readers import read_document
from bihuan.planparse.readers.numerals import chinese, write_number
from bihuan.planparse.readers.tests.given import (
    a_docx,
    a_level,
    a_number_format,
    a_numbered_paragraph,
    a_paragraph,
    a_pdf,
    a_raw_docx,
    an_encrypted_pdf,
)

PLAN = "一、总体要求\n到2026年底，自查率达到100%。\n\n二、主要任务"


def text_of(data: bytes, name: str = "方案.docx") -> str:
    read = read_document(data, name=name)
    assert read.ok, read.problems
    return read.text


@pytest.mark.parametrize(
    "data",
    [
        PLAN.encode("utf-8"),
        PLAN.encode("utf-8-sig"),
        PLAN.encode("utf-16"),
        PLAN.encode("utf-16-le"),
        PLAN.encode("utf-16-be"),
        b"\xfe\xff" + PLAN.encode("utf-16-be"),
        PLAN.encode("gb18030"),
        PLAN.replace("\n", "\r\n").encode("gbk"),
        PLAN.replace("\n", "\r").encode(),
    ],
    ids=["utf8", "utf8 mark", "utf16", "le", "be", "be mark", "gb18030", "gbk crlf", "cr"],
)
def test_plain_text_reads_the_same_in_every_encoding(data: bytes) -> None:
    read = read_document(data, name="方案.txt")
    assert (read.text, read.kind, read.problems) == (PLAN, "txt", ())


def test_a_few_broken_bytes_are_reported_and_the_rest_is_read() -> None:
    read = read_document(PLAN.encode() * 10 + b"\xe5\xae", name="方案.txt")
    assert read.ok
    assert "1 处字符无法识别" in read.problems[0].message


@settings(max_examples=40)
@given(st.text(st.characters(codec="gb18030", categories=["Lo"]), min_size=1))
def test_text_in_utf8_is_never_changed(text: str) -> None:
    assert read_document(text.encode(), name="a.txt").text == text


def test_the_ending_only_tells_markdown_from_text() -> None:
    assert read_document(b"# a", name="a.MD").kind == "md"
    assert read_document(b"# a", name="a.pdf").kind == "txt"
    assert read_document(b"<!DOCTYPE html><p>a", name="a.doc").kind == "html"
    assert read_document(a_docx(lambda one: one.add_paragraph("a")), name="a.pdf").kind == "docx"
    assert read_document(a_pdf("正文"), name="a.docx").kind == "pdf"


def test_a_web_page_gives_its_blocks_and_rows() -> None:
    page = """<html><head><title>站点</title><style>p{}</style></head><body>
      <script>alert(1)</script><h1>工作<b>方案</b></h1>
      <p>一、总体要求<br>到2026年&nbsp;底 &lt;完成&gt;</p><!-- 注 -->
      <table><tr><th>序号</th><th>任务</th></tr>
        <tr><td><p>1</p></td><td><p>自查</p><p>自改</p></td></tr></table>
      <ul><li>第一项<li>第二项</ul><noscript>x</noscript>尾</body></html>"""
    assert text_of(page.encode(), "方案.html").split("\n") == [
        "工作方案",
        "一、总体要求",
        "到2026年\xa0底 <完成>",
        "序号\t任务",
        "1\t自查 自改",
        "第一项",
        "第二项",
        "尾",
    ]


def test_merged_and_empty_cells_of_a_web_table_keep_their_places() -> None:
    page = """<table><caption>责任清单</caption>
      <tr><th rowspan="2">序号</th><th colspan="2">单位</th></tr>
      <tr><td>牵头</td><td>配合</td></tr>
      <tr><td></td><td>应急局</td><td></td></tr></table><p>后文</p>"""
    assert text_of(page.encode(), "a.html").split("\n") == [
        "责任清单",
        "序号\t单位\t\u2060\u2060",
        "\u2060\t牵头\t配合",
        "\t应急局\t",
        "后文",
    ]


def test_a_table_that_lays_out_the_page_gives_running_text() -> None:
    paragraphs = "".join(
        f"<p>{number}、各单位要逐项自查自改。{'文' * 100}</p>" for number in "一二三四"
    )
    page = f"<table><tr><td><a>首页</a></td><td>{paragraphs}<table><tr><td>序号</td><td>任务</td></tr></table></td></tr></table>"
    lines = text_of(page.encode(), "a.html").split("\n")
    assert [line[:2] for line in lines] == ["首页", "一、", "二、", "三、", "四、", "序号"]
    assert lines[-1] == "序号\t任务"


def test_a_cell_merged_sideways_keeps_the_columns_of_a_word_table() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{a_paragraph("责任单位")}</w:tc>'
    plain = f"<w:tc>{a_paragraph('牵头')}</w:tc><w:tc>{a_paragraph('配合')}</w:tc><w:tc>{a_paragraph('6月')}</w:tc>"
    rows = f"<w:tr>{wide}<w:tc>{a_paragraph('时限')}</w:tc></w:tr><w:tr>{plain}</w:tr>"
    assert (
        text_of(a_raw_docx(f"<w:tbl>{rows}</w:tbl>"))
        == "责任单位\t\u2060\u2060\t时限\n牵头\t配合\t6月"
    )


def test_a_web_page_with_an_unclosed_head_is_read() -> None:
    assert text_of(b"<html><head><title>t</title><body><p>a</p>", "a.html") == "a"


def test_word_gives_paragraphs_and_tables_in_order() -> None:
    def fill(document: Document) -> None:
        document.add_heading("工作方案", 1)
        document.add_paragraph("第一段\n换行\t制表")
        table = document.add_table(rows=2, cols=2)
        for at, text in enumerate(("序号", "任务", "1", "自查\n自改")):
            table.cell(at // 2, at % 2).text = text
        document.add_paragraph("第二段")

    assert text_of(a_docx(fill)) == (
        "工作方案\n第一段\n换行\t制表\n序号\t任务\n1\t自查 自改\n第二段"
    )


def test_a_one_column_table_is_a_frame_around_running_text() -> None:
    cell = f"<w:tc>{a_paragraph('一、要求')}{a_paragraph('内容')}</w:tc>"
    assert text_of(a_raw_docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")) == "一、要求\n内容"


def test_a_cell_merged_downwards_is_not_repeated() -> None:
    def row(merge: str, left: str, right: str) -> str:
        mark = f"<w:tcPr><w:vMerge{merge}/></w:tcPr>"
        return (
            f"<w:tr><w:tc>{mark}{a_paragraph(left)}</w:tc><w:tc>{a_paragraph(right)}</w:tc></w:tr>"
        )

    rows = row(' w:val="restart"', "镇安办", "自查") + row("", "不可见", "复查")
    assert text_of(a_raw_docx(f"<w:tbl>{rows}</w:tbl>")) == "镇安办\t自查\n\u2060\t复查"


def test_tracked_changes_hidden_text_and_fallbacks_are_read_as_seen() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:del><w:r><w:delText>乙</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>丙</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        '<w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent>'
        f"{a_paragraph('文本框')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
        f"{a_paragraph('文本框')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(a_raw_docx(body)) == "甲丙显链接\n文本框"


def test_content_controls_are_read_and_a_table_of_contents_is_not() -> None:
    contents = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = (
        f"<w:sdt>{contents}<w:sdtContent>{a_paragraph('一、要求……1')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtContent>{a_paragraph('标题')}</w:sdtContent></w:sdt>"
        '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>二、任务……2</w:t></w:r></w:p>'
    )
    styles = '<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    assert text_of(a_raw_docx(body, styles=styles)) == "标题"


LEVELS = (
    a_level(0, "japaneseCounting", "%1、")
    + a_level(1, "chineseCounting", "（%2）")
    + a_level(2, "decimal", "%3.")
    + a_level(3, "decimalEnclosedCircleChinese", "%4")
    + a_level(4, "decimal", "%1.%5", more="<w:isLgl/>")
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{a_level(0, "bullet", "")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
)


def test_automatic_numbering_is_written_out_level_by_level() -> None:
    # fmt: off
    steps = [
        (0, "总体要求"), (0, "主要任务"), (1, "自查"), (2, "对照清单"), (2, "如实填报"), (3, "拍照"),
        (1, "复查"), (2, "由他人复查"), (4, "细目"), (0, "工作要求"), (1, "领导"),
    ]
    # fmt: on
    body = "".join(a_numbered_paragraph(text, level=level) for level, text in steps)
    assert text_of(a_raw_docx(body, numbering=NUMBERING)).split("\n") == [
        "一、总体要求",
        "二、主要任务",
        "（一）自查",
        "1. 对照清单",
        "2. 如实填报",
        "①拍照",
        "（二）复查",
        "1. 由他人复查",
        "2.1 细目",
        "三、工作要求",
        "（一）领导",
    ]


def test_another_list_of_the_same_kind_goes_on_or_starts_again_as_declared() -> None:
    body = (
        a_numbered_paragraph("甲")
        + a_numbered_paragraph("乙", list_id=2)
        + a_numbered_paragraph("丙", list_id=2)
        + a_numbered_paragraph("丁")
        + a_numbered_paragraph("点", list_id=3)
        + a_numbered_paragraph("不编号", list_id=0)
        + a_numbered_paragraph("没有声明", list_id=9)
    )
    assert text_of(a_raw_docx(body, numbering=NUMBERING)).split("\n") == [
        "一、甲",
        "一、乙",
        "二、丙",
        "三、丁",
        "点",
        "不编号",
        "没有声明",
    ]


def test_numbering_is_inherited_from_the_style_and_its_parent() -> None:
    styles = (
        '<w:style w:styleId="base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="second"><w:basedOn w:val="base"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in (("base", "任务"), ("second", "自查"), ("second", "复查"))
    )
    read = text_of(a_raw_docx(body, numbering=NUMBERING, styles=styles))
    assert read == "一、任务\n（一）自查\n（二）复查"


def test_numbering_works_in_a_file_saved_by_an_office_program() -> None:
    def fill(document: Document) -> None:
        a_number_format(document, levels=a_level(0, "decimal", "第%1条"))
        for text in ("目的", "范围"):
            properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined] # made by python-docx at run time
            properties.get_or_add_numId().val = 41

    assert text_of(a_docx(fill)) == "第1条目的\n第2条范围"


@pytest.mark.parametrize(
    ("count", "form", "written"),
    [
        (10, "chineseCounting", "十"),
        (12, "japaneseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (10, "ideographDigital", "一〇"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (11, "ideographTraditional", "甲"),
        (21, "decimalEnclosedCircle", "㉑"),
        (51, "decimalEnclosedCircle", "51"),
        (3, "decimalEnclosedParen", "⑶"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (3, "decimalZero", "03"),
        (12, "decimalFullWidth", "１２"),
        (7, "neverHeardOf", "7"),
        (0, "chineseCounting", "0"),
    ],
)
def test_numbers_are_written_as_word_writes_them(count: int, form: str, written: str) -> None:
    assert write_number(count, form) == written


def test_no_two_numbers_look_alike_in_chinese() -> None:
    assert len({chinese(count) for count in range(1, 10_000)}) == 9_999


LONG = "各镇街、各部门要严格按照安全生产责任制的要求，认真组织开展自查自改工作，建立台账，逐项销号，确保隐患排查整改到位、闭环管理"


def test_a_pdf_gives_paragraphs_not_lines() -> None:
    markup = f"一、总体要求\n\n#h(2em){LONG}。\n\n二、主要任务\n\n（一）自查。{LONG}，{LONG}。"
    assert text_of(a_pdf(markup), "方案.pdf").split("\n") == [
        "一、总体要求",
        f"{LONG}。",
        "二、主要任务",
        f"（一）自查。{LONG}，{LONG}。",
    ]


def test_page_numbers_and_running_heads_are_left_out_and_sentences_cross_pages() -> None:
    markup = (
        "#set page(header: [示例镇文件], footer: context [#h(1fr)— #counter(page).display() —])\n"
        f"{(LONG + '，') * 60}完。"
    )
    read = text_of(a_pdf(markup), "方案.pdf")
    assert read == (LONG + "，") * 60 + "完。"


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    locked = an_encrypted_pdf("安全生产工作方案", password="x", for_changes_only=True)
    assert text_of(locked, "方案.pdf") == "安全生产工作方案"


def test_scanned_pages_among_others_are_named() -> None:
    picture = '#image(bytes((9, 9, 9)), format: (encoding: "rgb8", width: 1, height: 1))'
    read = read_document(a_pdf(f"{LONG}。\n#pagebreak()\n{picture}"), name="方案.pdf")
    assert read.ok
    assert read.problems[0].where == "第 2 页"
    assert "是图片" in read.problems[0].message
