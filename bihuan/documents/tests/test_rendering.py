"""Word and PDF of an official document: the standard's measures, all the words, equal bytes."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree
from pypdf import PdfReader

from bihuan.documents.measures import header_size, signature_indent_pt, width_in_characters
from bihuan.documents.official import (
    Column,
    Heading1,
    OfficialDocument,
    Paragraph,
    Table,
    content_of,
    fingerprint,
)
from bihuan.documents.render_docx import render_docx
from bihuan.documents.render_pdf import render_pdf
from bihuan.documents.tests.given import ADDRESS, DEMAND, a_bulletin, an_issued_bulletin
from bihuan.kernel.chinese import date_text
from bihuan.planparse.readers import read_document

# The children of these elements stand in this order in the schema of WordprocessingML.
SCHEMA_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs"
    " snapToGrid spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color spacing w kern position sz szCs u lang",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "sectPr": "headerReference footerReference pgSz pgMar cols titlePg docGrid",
}


def words(document: OfficialDocument) -> Iterator[str]:
    """Yield every piece of text that must be printed."""
    yield from (document.header, document.number, document.title, *document.addressees)
    yield from (document.signature, *document.attachments, *document.copies)
    for block in document.body:
        if isinstance(block, Paragraph):
            yield from (run.text for run in block.runs)
        elif isinstance(block, Table):
            yield from (block.caption, block.note, *(column.title for column in block.columns))
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block.text
    if document.issued_on:
        yield date_text(document.issued_on)
        yield date_text(document.issued_on) + "印发"


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def body_of(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def test_the_pdf_prints_everything_once_in_order() -> None:
    document = an_issued_bulletin()
    printed = squeeze("".join(pages_of(render_pdf(document))))
    printed = re.sub(r"—\d+—", "", printed)  # a sentence may cross a page
    for word in words(document):
        assert squeeze(word) in printed
    assert printed.index("总体情况") < printed.index("存在的问题") < printed.index("附件:1.")


def test_the_pdf_has_three_a4_pages_numbered_outside() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(an_issued_bulletin())))
    assert len(reader.pages) == 3
    for at, page in enumerate(reader.pages, start=1):
        assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [210, 297]
        last = page.extract_text(extraction_mode="layout").rstrip().splitlines()[-1]
        assert last.strip().replace(" ", "") == f"—{at}—"
        on_the_right = len(last) - len(last.lstrip()) > 20
        assert on_the_right is bool(at % 2)


def test_the_verification_stands_on_the_last_page_only() -> None:
    pages = [squeeze(page) for page in pages_of(render_pdf(an_issued_bulletin()))]
    assert [squeeze(ADDRESS) in page for page in pages] == [False, False, True]
    unverified = an_issued_bulletin(verify_url="", verify_code="", sha="")
    assert "核验" not in squeeze("".join(pages_of(render_pdf(unverified))))


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    pages = pages_of(render_pdf(an_issued_bulletin(rows=90)))
    with_rows = [page for page in pages if "示例第" in page]
    assert len(with_rows) >= 3
    assert all("序号" in page for page in with_rows)


def test_what_people_type_is_printed_and_not_run() -> None:
    nasty = '#read("/etc/passwd") $x$ *粗* _斜_ <a> & ]] \\ "引" = 一 @注 //注释 #{1+1}'
    document = an_issued_bulletin(
        title=nasty,
        body=(
            Heading1(nasty),
            Paragraph.of(nasty),
            Table(nasty, (Column(nasty),), ((nasty,),), note=nasty),
        ),
    )
    printed = squeeze("".join(pages_of(render_pdf(document))))
    assert printed.count(squeeze(nasty)) == 7
    read = read_document(render_docx(document), name="a.docx")
    assert read.text.count(nasty) == 7


@pytest.mark.parametrize("render", [render_pdf, render_docx])
def test_the_same_document_gives_the_same_bytes(render: object) -> None:
    assert callable(render)
    first, again = render(an_issued_bulletin()), render(an_issued_bulletin())
    assert first == again
    assert first != render(an_issued_bulletin(number="云溪安办发〔2026〕13号"))


def test_the_smallest_document_can_be_printed() -> None:
    bare = OfficialDocument(
        issuer="示例办", header="", title="通知", addressees=(), body=(), signature="示例办"
    )
    assert "通知" in pages_of(render_pdf(bare))[0]
    assert "通知" in read_document(render_docx(bare), name="a.docx").text


def test_an_unknown_font_folder_falls_back_to_the_open_faces(tmp_path: Path) -> None:
    printed = render_pdf(an_issued_bulletin(), font_dir=tmp_path)
    fonts = re.findall(rb"NotoS(?:ans|erif)SC", printed)
    assert set(fonts) == {b"NotoSansSC", b"NotoSerifSC"}


def test_word_holds_the_page_of_the_standard() -> None:
    section = docx.Document(io.BytesIO(render_docx(an_issued_bulletin()))).sections[0]
    margins = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(side.mm) for side in margins if side is not None] == [37, 35, 28, 26]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid is not None
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "579")


def test_word_names_the_faces_for_chinese_and_prints_everything() -> None:
    document = an_issued_bulletin()
    data = render_docx(document)
    faces: dict[str, tuple[str, str]] = {}
    for run in body_of(data).iter(qn("w:r")):
        text = "".join(str(one.text) for one in run.iter(qn("w:t")))
        fonts, size = run.find(f".//{qn('w:rFonts')}"), run.find(f".//{qn('w:sz')}")
        if text and fonts is not None and size is not None:
            faces[text] = (str(fonts.get(qn("w:eastAsia"))), str(size.get(qn("w:val"))))
    assert faces[document.title] == ("方正小标宋简体", "44")
    assert faces["一、总体情况"] == ("黑体", "32")
    assert faces["（一）自查开展情况"] == ("楷体_GB2312", "32")
    assert faces[DEMAND * 2] == ("仿宋_GB2312", "32")
    assert faces[document.header][0] == "方正小标宋简体"
    read = read_document(data, name="通报.docx").text
    for word in words(document):
        assert word in read


def test_word_numbers_odd_pages_right_and_even_pages_left() -> None:
    word = docx.Document(io.BytesIO(render_docx(an_issued_bulletin())))
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        xml = etree.tostring(footer._element).decode()
        assert f'w:jc w:val="{align}"' in xml
        assert "PAGE" in xml
        assert footer.paragraphs[0].text == "—  —"


def test_words_elements_stand_in_the_order_of_the_schema() -> None:
    for element in body_of(render_docx(an_issued_bulletin())).iter():
        order = SCHEMA_ORDER.get(str(element.tag).rpartition("}")[2])
        if order:
            names = [str(child.tag).rpartition("}")[2] for child in element]
            places = [order.split().index(name) for name in names]
            assert places == sorted(places), names


def test_a_word_table_repeats_its_head_and_keeps_rows_whole() -> None:
    table = docx.Document(io.BytesIO(render_docx(an_issued_bulletin()))).tables[0]
    heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert heads == [True] + [False] * 8
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    widths = [column.width for column in table.columns]
    assert abs(sum(width for width in widths if width) - Mm(156)) < Mm(0.5)


def test_the_fingerprint_is_of_the_content_and_of_nothing_else() -> None:
    document = an_issued_bulletin()
    bare = replace(document, verify_url="", verify_code="", sha="")
    assert fingerprint(document) == fingerprint(bare)
    assert fingerprint(document) != fingerprint(replace(document, title="别的通报"))
    assert content_of(document)["issued_on"] == "2026-11-24"
    assert content_of(a_bulletin())["issued_on"] is None


def test_a_ragged_table_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="one cell per column"):
        Table("表", (Column("甲"), Column("乙")), (("1",),))


def test_measures() -> None:
    assert width_in_characters("2026年3月") == 4.5
    assert date_text(date(2026, 3, 5)) == "2026年3月5日"
    assert header_size("示例办文件") == (48.0, 1.0)
    long = header_size("示例" * 11)
    assert long.points == 32.0
    assert 0.55 < long.narrowed < 0.65
    assert header_size("示例" * 40).narrowed == 0.55
    assert signature_indent_pt("示例办", "2026年11月24日") == (4 + 7 / 2 - 3 / 2) * 16
    assert signature_indent_pt("示例" * 12, "2026年11月24日") == 0
