"""The Word file of an official document, made so that a clerk can go on working in Word or WPS."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time

import docx
import segno
from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from bihuan.documents import measures as m
from bihuan.documents.docx_xml import (
    child_of,
    float_at_page_bottom,
    only_lines,
    repeat_as_head,
    set_first_line_characters,
    write_page_field,
)
from bihuan.documents.official import (
    Block,
    Heading1,
    Heading2,
    OfficialDocument,
    Paragraph,
    Table,
)
from bihuan.kernel.chinese import date_text

TITLE_FACE, BODY_FACE, HEI_FACE, KAI_FACE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
SONG_FACE, LATIN_FACE = "宋体", "Times New Roman"

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def render_docx(document: OfficialDocument) -> bytes:
    """Return ``document`` as .docx; the same document always gives the same bytes."""
    word = docx.Document()
    _set_page(word)
    _set_styles(word)
    _write_head(word, document)
    _write_line(word, document.title, face=TITLE_FACE, size=m.SIZE_2_PT, align="center", line=32)
    _write_line(word, "")
    if document.addressees:
        _write_line(word, "、".join(document.addressees) + "：")
    for block in document.body:
        _write_block(word, block)
    _write_attachments(word, document)
    _write_signature(word, document)
    _write_colophon(word, document)
    _set_properties(word, document)
    out = io.BytesIO()
    word.save(out)
    return _with_fixed_dates(out.getvalue())


def _set_page(word: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(m.PAGE_MM[0]), Mm(m.PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(m.TOP_MM), Mm(m.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(m.LEFT_MM), Mm(m.RIGHT_MM)
    section.footer_distance = Mm(m.BOTTOM_MM - 12)  # the dash stands 7 mm below the text
    grid = child_of(section._sectPr, "docGrid")
    per_character = m.TEXT_WIDTH_MM * 72 / 25.4 / m.CHARACTERS - m.SIZE_3_PT
    grid.set_word(
        type="linesAndChars",
        linePitch=str(round(m.LINE_PT * 20)),
        charSpace=str(round(per_character * 4096)),
    )
    word.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = _ALIGN[align]
        indent = Pt(m.SIZE_4_PT)
        if align == "right":
            paragraph.paragraph_format.right_indent = indent
        else:
            paragraph.paragraph_format.left_indent = indent
        for piece in ("— ", None, " —"):
            run = paragraph.add_run(piece or "")
            _set_face(run, face=SONG_FACE, size=m.SIZE_4_PT, latin=SONG_FACE)
            if piece is None:
                write_page_field(run)


def _set_styles(word: Document) -> None:
    style = word.styles["Normal"]
    style.font.name, style.font.size = LATIN_FACE, Pt(m.SIZE_3_PT)
    letters = child_of(style.element, "rPr").element
    child_of(letters, "rFonts").set_word(
        eastAsia=BODY_FACE, ascii=LATIN_FACE, hAnsi=LATIN_FACE, cs=LATIN_FACE
    )
    child_of(letters, "lang").set_word(val="en-US", eastAsia="zh-CN")
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(m.LINE_PT)
    spacing.widow_control = False


def _write_head(word: Document, document: OfficialDocument) -> None:
    if document.header:
        size = m.header_size(document.header)
        head = _write_line(
            word, document.header, face=TITLE_FACE, size=size.points, align="center",
            line=size.points * 1.3, red=True,
        )  # fmt: skip
        # 35 mm from the top of the text area to the red letters.
        head.paragraph_format.space_before = Mm(35)
        if size.narrowed < 1:
            properties = child_of(head.runs[0]._r, "rPr")
            child_of(properties.element, "w").set_word(val=str(round(size.narrowed * 100)))
        _write_line(word, "")
        number = _write_line(word, document.number, align="center")
        only_lines(number, below=(m.RED, 18, 4))
        _write_line(word, "")
    elif document.number:
        _write_line(word, document.number, align="right")
        _write_line(word, "")


def _write_block(word: Document, block: Block) -> None:
    if isinstance(block, Heading1):
        _write_line(word, block.text, face=HEI_FACE, indented=True, keep=True)
    elif isinstance(block, Heading2):
        _write_line(word, block.text, face=KAI_FACE, indented=True, keep=True)
    elif isinstance(block, Paragraph):
        paragraph = _write_line(word, "", indented=True)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        for run in block.runs:
            written = paragraph.add_run(run.text)
            _set_face(written, face=BODY_FACE, size=m.SIZE_3_PT)
            written.bold = run.strong or None
    else:
        _write_table(word, block)


def _write_table(word: Document, table: Table) -> None:
    if table.caption:
        _write_line(word, table.caption, face=HEI_FACE, size=m.SIZE_4_PT, align="center", keep=True)
    grid = word.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    total = sum(column.weight for column in table.columns)
    widths = [Mm(m.TEXT_WIDTH_MM * column.weight / total) for column in table.columns]
    for at, width in enumerate(widths):
        grid.columns[at].width = width
    rows = [tuple(column.title for column in table.columns), *table.rows]
    for row, cells in zip(grid.rows, rows, strict=True):
        is_head = cells is rows[0]
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(8)
        repeat_as_head(row, head=is_head)
        for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[at]
            _write_cell(cell, text, head=is_head, align=table.columns[at].align)
    note = _write_line(word, table.note, size=10.5, line=18)
    note.paragraph_format.space_after = Pt(6)


def _write_cell(cell: _Cell, text: str, *, head: bool, align: str) -> None:
    child_of(child_of(cell._tc, "tcPr").element, "vAlign").set_word(val="center")
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGN["center" if head else align]
    paragraph.paragraph_format.line_spacing = Pt(18)
    run = paragraph.add_run(text)
    _set_face(run, face=HEI_FACE if head else BODY_FACE, size=m.TABLE_PT)


def _write_attachments(word: Document, document: OfficialDocument) -> None:
    if not document.attachments:
        return
    _write_line(word, "")
    alone = len(document.attachments) == 1
    for at, name in enumerate(document.attachments, start=1):
        lead = "附件：" if at == 1 else "　　　"
        _write_line(word, lead + ("" if alone else f"{at}. ") + name, indented=True)


def _write_signature(word: Document, document: OfficialDocument) -> None:
    day = _day(document)
    for _ in range(2):
        _write_line(word, "", keep=True)
    signature = _write_line(word, document.signature, align="right", keep=True)
    indent = m.signature_indent_pt(document.signature, day)
    signature.paragraph_format.right_indent = Pt(indent)
    date_line = _write_line(word, day, align="right")
    date_line.paragraph_format.right_indent = Pt(4 * m.SIZE_3_PT)


def _write_colophon(word: Document, document: OfficialDocument) -> None:
    """Write 版记 at the foot of the last page: verification, 抄送, 印发机关 and 印发日期."""
    copies = "抄送：" + "，".join(document.copies) + "。" if document.copies else ""
    printed = "printed" if document.issued_on else ""  # without a day nothing was printed yet
    rows = [text for text in (copies, printed) if text]
    if document.verify_code:
        rows.insert(0, "verify")
    if not rows:
        return
    table = word.add_table(rows=len(rows), cols=2)
    table.autofit = False
    float_at_page_bottom(table, width_mm=m.TEXT_WIDTH_MM)
    for row, what in zip(table.rows, rows, strict=True):
        left, right = row.cells
        if what == "verify":
            _write_verification(left, right, document)
            left.width, right.width = Mm(26), Mm(m.TEXT_WIDTH_MM - 26)
        elif what == "printed":
            left.width, right.width = Mm(100), Mm(m.TEXT_WIDTH_MM - 100)
            _write_small(left, document.issuer)
            _write_small(right, _day(document) + "印发", align="right")
            only_lines(left, right, above=("000000", 6, 0), below=("000000", 8, 0))
        else:
            whole = left.merge(right)
            _write_small(whole, what)
            only_lines(whole, above=("000000", 8, 0))
    # Word needs a paragraph after a table that ends the text.
    _write_line(word, "", size=1, line=1)


def _write_verification(left: _Cell, right: _Cell, document: OfficialDocument) -> None:
    if document.verify_url:
        picture = io.BytesIO()
        segno.make(document.verify_url, error="m").save(picture, kind="png", border=0, scale=8)
        picture.seek(0)
        paragraph = left.paragraphs[0]
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.add_run().add_picture(picture, width=Mm(22))
    lines = [f"核验码：{document.verify_code}"]
    if document.verify_url:
        lines += ["扫码或访问以下地址，核对本文件是否与签发时一致：", document.verify_url]
    if document.sha:
        lines.append(f"内容指纹（SHA-256）：{document.sha}")
    child_of(child_of(right._tc, "tcPr").element, "vAlign").set_word(val="center")
    for at, text in enumerate(lines):
        paragraph = right.paragraphs[0] if at == 0 else right.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(13)
        _set_face(paragraph.add_run(text), face=BODY_FACE, size=m.SMALL_PT)


def _write_small(cell: _Cell, text: str, *, align: str = "left") -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGN[align]
    paragraph.paragraph_format.line_spacing = Pt(22)
    _set_face(paragraph.add_run(text), face=BODY_FACE, size=m.SIZE_4_PT)


def _write_line(
    word: Document,
    text: str,
    *,
    face: str = BODY_FACE,
    size: float = m.SIZE_3_PT,
    align: str = "left",
    line: float = m.LINE_PT,
    indented: bool = False,
    keep: bool = False,
    red: bool = False,
) -> WordParagraph:
    paragraph = word.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    spacing = paragraph.paragraph_format
    spacing.line_spacing = Pt(line)
    spacing.keep_with_next = keep or None
    if indented:
        set_first_line_characters(paragraph, characters=2, size=size)
    if text:
        run = paragraph.add_run(text)
        _set_face(run, face=face, size=size)
        if red:
            run.font.color.rgb = RGBColor.from_string(m.RED)
    return paragraph


def _set_face(run: WordRun, *, face: str, size: float, latin: str = LATIN_FACE) -> None:
    """Set the face for Chinese and for Latin; ``font.name`` alone does not reach Chinese."""
    run.font.size = Pt(size)
    fonts = child_of(child_of(run._r, "rPr").element, "rFonts")
    fonts.set_word(ascii=latin, hAnsi=latin, cs=latin, eastAsia=face, hint="eastAsia")


def _day(document: OfficialDocument) -> str:
    return date_text(document.issued_on) if document.issued_on else ""


def _set_properties(word: Document, document: OfficialDocument) -> None:
    on = document.issued_on
    moment = datetime.combine(on, time(), tzinfo=UTC) if on else datetime(2000, 1, 1, tzinfo=UTC)
    properties = word.core_properties
    properties.title, properties.author = document.title[:255], document.issuer[:255]
    properties.last_modified_by, properties.comments = document.issuer[:255], ""
    properties.subject = document.number[:255]
    properties.created = properties.modified = moment
    properties.revision, properties.language = 1, "zh-CN"


def _with_fixed_dates(data: bytes) -> bytes:
    """Pack the file again with one fixed date per part, so that equal content is equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w") as packed:
        for part in made.infolist():
            info = zipfile.ZipInfo(part.filename, _ZIP_DATE)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            packed.writestr(info, made.read(part))
    return out.getvalue()
