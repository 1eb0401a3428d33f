"""Files built in code, good and hostile."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import docx
import pylopdf_fonts_zh_cn
import typst
from docx.document import Document
from docx.oxml import parse_xml
from pypdf import PdfReader, PdfWriter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def a_docx(fill: Callable[[Document], object]) -> bytes:
    """Return a Word file that ``fill`` wrote into."""
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_raw_docx(body: str, *, numbering: str = "", styles: str = "", before: str = "") -> bytes:
    """Return a Word file whose parts are written by hand; the arguments are inner XML."""
    parts = {
        "_rels/.rels": RELATIONS,
        "word/document.xml": f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    if numbering:
        parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'
    if styles:
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    return a_zip(parts)


def a_zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_numbered_paragraph(text: str, *, level: int = 0, list_id: int = 1) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
        f"</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def a_paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def a_level(at: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


@cache
def _compiler() -> typst.Compiler:
    fonts = Path(str(pylopdf_fonts_zh_cn.serif_path())).parent
    return typst.Compiler(font_paths=[fonts], ignore_system_fonts=True)


@cache
def a_pdf(markup: str) -> bytes:
    """Return a PDF of Typst markup, A4, set in a Chinese face."""
    source = '#set page("a4")\n#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n' + markup
    made = _compiler().compile(source.encode())
    assert isinstance(made, bytes)
    return made


def an_encrypted_pdf(markup: str, *, password: str, for_changes_only: bool = False) -> bytes:
    """Return a PDF that asks for ``password`` to open, or only to be changed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf(markup))))
    if for_changes_only:
        writer.encrypt(user_password="", owner_password=password, algorithm="AES-256")
    else:
        writer.encrypt(user_password=password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_number_format(document: Document, *, levels: str) -> None:
    """Give ``document`` one list, number 41, with the given levels."""
    part = document.part.numbering_part.element
    part.insert(
        0, parse_xml(f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="91">{levels}</w:abstractNum>')
    )
    part.append(
        parse_xml(f'<w:num xmlns:w="{W}" w:numId="41"><w:abstractNumId w:val="91"/></w:num>')
    )
