"""Files that cannot be read: each gets a Chinese sentence that says what to do."""

import io
import random
import zipfile
import zlib

import pytest
import xlsxwriter
from PIL import Image

from bihuan.planparse.readers import MAX_CHARACTERS, MAX_FILE_BYTES, ReadDocument, read_document
from bihuan.planparse.readers import archive as archive_module
from bihuan.planparse.readers import pdf as pdf_module
from bihuan.planparse.readers.tests.given import (
    a_docx,
    a_paragraph,
    a_pdf,
    a_raw_docx,
    a_zip,
    an_encrypted_pdf,
)

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
A_PICTURE = (
    '#image(bytes((200, 10, 10, 10, 200, 10)), format: (encoding: "rgb8", width: 2, height: 1))'
)


def refusal(data: bytes, name: str) -> str:
    """Return what the person is told; the file must have given no text at all."""
    read = read_document(data, name=name)
    assert not read.ok
    assert read.text == ""
    (problem,) = read.problems
    assert problem.where
    assert problem.suggestion
    return problem.message + problem.suggestion


def ole(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(600)


def a_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


def an_xlsx() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_string(0, 0, "序号")
    return out.getvalue()


CASES = {
    "empty file": (b"", "方案.docx", "文件是空的"),
    "white space": ("\n 　\t\n".encode(), "方案.txt", "只有空白"),
    "word without text": (a_docx(lambda one: one.add_paragraph("  ")), "方案.docx", "只有空白"),
    "old word": (ole("WordDocument"), "方案.doc", "旧格式（.doc）"),
    "old word named docx": (ole("WordDocument"), "方案.docx", "另存为"),
    "wps": (ole("WordDocument"), "方案.wps", "旧格式（.wps）"),
    "old excel": (ole("Workbook"), "表.xls", "Excel 表格（.xls）"),
    "old powerpoint": (ole("PowerPoint Document"), "片.ppt", "演示文稿（.ppt）"),
    "other ole": (ole("Contents"), "方案.bin", "旧版 Office"),
    "word with a password": (ole("EncryptedPackage"), "方案.docx", "取消密码后另存为 .docx"),
    "excel": (an_xlsx(), "方案.docx", "Excel 表格（.xlsx）"),
    "powerpoint": (a_zip({"ppt/presentation.xml": ""}), "方案.pptx", "演示文稿（.pptx）"),
    "odt": (a_zip({"mimetype": "x", "content.xml": "<a/>"}), "方案.odt", "ODF"),
    "ofd": (a_zip({"OFD.xml": "<a/>"}), "方案.ofd", "OFD 阅读器"),
    "zip": (a_zip({"方案.txt": "一、总体要求"}), "方案.zip", "请先解压"),
    "rtf": (rb"{\rtf1\ansi text}", "方案.doc", "RTF"),
    "web archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.doc", "网页归档"),
    "page without words": (b"<!doctype html><script>1</script>", "方案.html", "只有空白"),
    "picture named docx": (a_png(), "方案.docx", "文件内容是图片（PNG）"),
    "program": (b"\x7fELF" + bytes(300), "方案.txt", "不是文档"),
    "noise": (random.Random(7).randbytes(5000), "方案.txt", "乱码"),
    "noise with zeroes": (bytes([0, 1, 2, 3, 200, 0, 7, 9]) * 300, "方案.txt", "乱码"),
    "cut docx": (a_docx(lambda one: one.add_paragraph("一"))[:5000], "方案.docx", "没有上传完整"),
    "docx without its document": (a_zip({"word/styles.xml": "<a/>"}), "方案.docx", "已损坏"),
    "docx of broken xml": (a_zip({"word/document.xml": "<w:document"}), "方案.docx", "已损坏"),
    "docx without a body": (a_zip({"word/document.xml": "<a/>"}), "方案.docx", "没有正文"),
    "encrypted pdf": (an_encrypted_pdf("正文", password="x"), "方案.pdf", "PDF 设了打开密码"),
    "scanned pdf": (a_pdf(A_PICTURE), "方案.pdf", "这是扫描件"),
    "scan with a stamp": (a_pdf(A_PICTURE + "\n扫描"), "方案.pdf", "这是扫描件"),
    "blank pdf": (a_pdf("#h(1pt)"), "方案.pdf", "没有可读取的文字"),
    "only the head of a pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "方案.pdf", "已损坏"),
    "cut pdf": (a_pdf("正文" * 40)[:1500], "方案.pdf", "已损坏"),
    "pdf of noise": (b"%PDF-1.7\n" + random.Random(1).randbytes(4000), "方案.pdf", "已损坏"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_an_unreadable_file_says_what_to_do(case: tuple[bytes, str, str]) -> None:
    data, name, sentence = case
    assert sentence in refusal(data, name)


def test_a_file_above_the_limit_is_told_its_size() -> None:
    told = refusal(b"a" * (MAX_FILE_BYTES + 1024 * 1024), "方案.txt")
    assert "21.0 MB" in told
    assert "20 MB 的上限" in told
    assert read_document(b"a" * 1000, name="方案.txt").ok


def test_a_text_above_the_limit_is_told_its_length() -> None:
    told = refusal(b"a" * (MAX_CHARACTERS + 1), "方案.txt")
    assert "2,000,001 字" in told
    assert read_document(b"a" * MAX_CHARACTERS, name="方案.txt").ok


def test_a_zip_bomb_is_refused_unopened() -> None:
    bomb = a_raw_docx(a_paragraph("一") + " " * 60_000_000)
    assert len(bomb) < 100_000
    assert "疑似压缩炸弹" in refusal(bomb, "方案.docx")


def test_a_part_that_lies_about_its_size_is_not_read_beyond_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive_module, "MAX_XML_BYTES", 10_000)
    assert "正文过大" in refusal(a_raw_docx(a_paragraph("安" * 10_000)), "方案.docx")


def test_a_docx_of_too_many_parts_is_refused() -> None:
    parts = {"word/document.xml": "<a/>"} | {f"word/{n}.xml": "" for n in range(3_001)}
    assert "部件过多" in refusal(a_zip(parts), "方案.docx")


def test_entities_are_not_expanded_and_their_file_is_refused() -> None:
    bombs = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    )
    told = refusal(a_raw_docx(a_paragraph("&b;&f;"), before=bombs), "方案.docx")
    assert "外部实体" in told


def test_a_protected_zip_entry_is_named_a_password() -> None:
    data = bytearray(a_raw_docx(a_paragraph("一")))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as whole:
        assert whole.namelist()
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    assert "设了密码" in refusal(bytes(data), "方案.docx")


def test_a_pdf_bomb_is_refused() -> None:
    stream = zlib.compress(b" " * 200_000_000, 9)
    told = refusal(_pdf_of_stream(stream, b"/FlateDecode"), "方案.pdf")
    assert "解压后过大" in told


@pytest.mark.parametrize(
    "markup", [b"<" * 400_000, b"<div>a" * 200_000, b"<!--x" * 200_000 + b"-->a", b"&" * 400_000]
)
def test_markup_made_to_be_slow_is_read_in_one_go(markup: bytes) -> None:
    assert read_document(b"<!doctype html>" + markup, name="a.html").ok


def test_a_word_file_of_endless_nesting_is_refused_or_cut() -> None:
    deep = "<w:ins>" * 5_000 + "</w:ins>" * 5_000
    assert "已损坏" in refusal(a_raw_docx(deep), "方案.docx")
    tables = "<w:tbl><w:tr><w:tc>" * 80 + a_paragraph("深") + "</w:tc></w:tr></w:tbl>" * 80
    assert "只有空白" in refusal(a_raw_docx(tables), "方案.docx")


def test_a_pdf_of_too_many_pages_is_told_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGES", 2)
    assert "共 3 页，超过 2 页" in refusal(a_pdf("一\n#pagebreak()二\n#pagebreak()三"), "方案.pdf")


def test_reading_a_pdf_stops_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_SECONDS", -1.0)
    assert "没有读完" in refusal(a_pdf("正文" * 40), "方案.pdf")


def test_no_cut_of_a_good_file_raises() -> None:
    for name, data in (("方案.docx", a_docx(_three_lines)), ("方案.pdf", a_pdf("安全生产" * 30))):
        for cut in range(1, len(data), max(1, len(data) // 60)):
            read = read_document(data[:cut], name=name)
            assert isinstance(read, ReadDocument)
            assert read.ok or read.problems


def test_no_flipped_byte_raises() -> None:
    chance = random.Random(11)
    for name, data in (("方案.docx", a_docx(_three_lines)), ("方案.pdf", a_pdf("安全生产" * 30))):
        for _ in range(60):
            changed = bytearray(data)
            for _ in range(5):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            read = read_document(bytes(changed), name=name)
            assert read.ok or read.problems


def _three_lines(document: object) -> None:
    for text in ("一、总体要求", "二、主要任务", "三、工作要求"):
        document.add_paragraph(text)  # type: ignore[attr-defined]


def _pdf_of_stream(stream: bytes, coding: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
            b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ),
        b"<</Filter%b/Length %d>>stream\n%b\nendstream" % (coding, len(stream), stream),
    ]
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 5\n0000000000 65535 f \n%btrailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(body))  # fmt: skip
