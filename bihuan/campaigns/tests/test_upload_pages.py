"""Handing a plan in through the page: what works, and what each bad file is told."""

from __future__ import annotations

import io
import tracemalloc
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.campaigns.models import Campaign, PlanFile
from bihuan.campaigns.tests.given import PLAN, TITLE, UNDATED, a_draft
from bihuan.enterprises.tests.given import a_factory
from bihuan.people.models import User
from bihuan.people.tests.given import Cast
from bihuan.planparse.readers.tests.given import (
    a_docx,
    a_paragraph,
    a_pdf,
    a_raw_docx,
    a_zip,
    an_encrypted_pdf,
)

UPLOAD = "/campaigns/upload/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def zhou(cast: Cast) -> Client:
    return signed_in(cast.zhou)


def a_file(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_an_uploaded_word_file_becomes_a_draft(zhou: Client) -> None:
    data = a_docx(lambda document: [document.add_paragraph(line) for line in PLAN.split("\n")])
    answer = zhou.post(UPLOAD, {"file": a_file(data, "方案.docx")})
    campaign = Campaign.objects.get()
    assert answer["Location"] == f"/campaigns/{campaign.pk}/confirm/"
    assert campaign.title == TITLE
    back = zhou.get(f"/campaigns/{campaign.pk}/original/")
    assert b"".join(back) == data
    assert back["Content-Disposition"].startswith("attachment")


def test_pasted_text_becomes_a_draft_under_the_typed_title(zhou: Client) -> None:
    zhou.post(UPLOAD, {"text": PLAN, "title": "自拟标题", "document_number": "示一安办〔2026〕3号"})
    campaign = Campaign.objects.get()
    assert (campaign.title, campaign.document_number) == ("自拟标题", "示一安办〔2026〕3号")


def test_the_same_file_again_opens_the_draft_with_a_warning(zhou: Client) -> None:
    for _ in range(2):
        answer = zhou.post(UPLOAD, {"text": PLAN}, follow=True)
    assert Campaign.objects.count() == 1
    assert "没有重复建立" in answer.content.decode()


def test_another_document_of_the_same_title_is_pointed_out(zhou: Client) -> None:
    zhou.post(UPLOAD, {"text": PLAN})
    answer = zhou.post(UPLOAD, {"text": PLAN + "\n补充一句。"}, follow=True)
    assert Campaign.objects.count() == 2
    assert "本单位已有同名方案" in answer.content.decode()


def test_a_plan_without_dates_says_what_is_missing(zhou: Client) -> None:
    answer = zhou.post(UPLOAD, {"text": UNDATED}, follow=True)
    assert "没有读出：阶段、目标" in answer.content.decode()


BOMB = a_zip({"_rels/.rels": "x", "word/document.xml": "0" * 80_000_000})

# fmt: off
HOSTILE = {
    "encrypted pdf": ("方案.pdf",  an_encrypted_pdf("正文", password="x"),            "密码"),
    "old word":      ("方案.doc",  b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".docx"),
    "zip bomb":      ("方案.docx", BOMB,                                              "解压"),
    "empty":         ("方案.txt",  b"",                                               "空的"),
    "blank":         ("方案.txt",  b" \n \n",                                         "没有文字"),
    "scanned pdf":   ("方案.pdf",  a_pdf("#rect(width: 3cm, height: 3cm, fill: red)"), "文字"),
    "fake ending":   ("方案.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 64,                 "请上传"),
    "empty word":    ("方案.docx", a_raw_docx(a_paragraph("")),                       "没有文字"),
}
# fmt: on


@pytest.mark.parametrize("case", HOSTILE)
def test_a_bad_file_is_told_beside_the_field_and_what_was_typed_stays(
    zhou: Client, case: str
) -> None:
    name, data, told = HOSTILE[case]
    answer = zhou.post(
        UPLOAD,
        {"file": a_file(data, name), "title": "夏季整治标题", "document_number": "示〔2026〕1号"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    field = page.split('id="field-file"')[1].split('id="field-text"')[0]
    assert "field__error" in field
    assert told in field
    assert 'value="夏季整治标题"' in page
    assert 'value="示〔2026〕1号"' in page
    assert not PlanFile.objects.exists()


class Flood(io.RawIOBase):
    """200 MB that nobody holds."""

    left = 200 * 1024 * 1024

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        size = min(len(into), self.left)
        into[:size] = b"x" * size
        self.left -= size
        return size


class Parts(io.RawIOBase):
    """One stream after another."""

    def __init__(self, *parts: io.RawIOBase | io.BytesIO) -> None:
        self.parts = list(parts)

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while self.parts:
            data = self.parts[0].read(len(into))
            if data:
                into[: len(data)] = data
                return len(data)
            self.parts.pop(0)
        return 0


def test_200_megabytes_are_given_up_without_being_held(zhou: Client) -> None:
    boundary = "----part"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="title"\r\n\r\n夏季整治标题\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    tail = (
        f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="document_number"\r\n\r\n'
        f"示〔2026〕1号\r\n--{boundary}--\r\n"
    ).encode()
    length = len(head) + Flood.left + len(tail)
    body = io.BufferedReader(Parts(io.BytesIO(head), Flood(), io.BytesIO(tail)))
    tracemalloc.start()
    try:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST", "PATH_INFO": UPLOAD, "CONTENT_LENGTH": str(length),
            "CONTENT_TYPE": f"multipart/form-data; boundary={boundary}", "wsgi.input": body,
        }  # fmt: skip
        answer = zhou.request(**environ)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "文件超过 20 MB 的上限" in page
    assert 'value="夏季整治标题"' in page
    assert 'value="示〔2026〕1号"' in page
    assert peak < 30 * 1024 * 1024
    assert body.read(1) == b""


def test_a_pasted_text_beyond_all_measure_is_refused(zhou: Client) -> None:
    answer = zhou.post(UPLOAD, {"text": "安" * 1_500_000})
    assert answer.status_code == 422
    assert "粘贴的文字太长" in answer.content.decode()


def test_neither_file_nor_text_and_both_are_refused(zhou: Client) -> None:
    assert "请选择方案文件" in zhou.post(UPLOAD, {"title": "甲"}).content.decode()
    both = zhou.post(UPLOAD, {"text": PLAN, "file": a_file(PLAN.encode(), "方案.txt")})
    page = both.content.decode()
    assert "只留一种" in page
    assert "一、工作目标" in page  # the pasted text is still there
    assert not Campaign.objects.exists()


def test_of_several_plans_in_one_file_people_choose(zhou: Client) -> None:
    second = PLAN.replace(TITLE, "示例一镇2026年冬季防火工作方案")
    answer = zhou.post(UPLOAD, {"text": PLAN + "\n" + second})
    file = PlanFile.objects.get()
    assert answer["Location"] == file.get_absolute_url()
    assert not Campaign.objects.exists()
    page = zhou.get(answer["Location"]).content.decode()
    assert "文件中有 2 份方案" in page
    none = zhou.post(answer["Location"], {})
    assert none.status_code == 422
    assert "请至少选择一份" in none.content.decode()
    zhou.post(answer["Location"], {"plan": ["2"]})
    assert Campaign.objects.get().title == "示例一镇2026年冬季防火工作方案"
    assert "已导入，核对中" in zhou.get(answer["Location"]).content.decode()
    zhou.post(answer["Location"], {"plan": ["1", "2"]})
    assert Campaign.objects.count() == 2


def test_a_forged_form_is_refused(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.zhou)
    assert strict.post(UPLOAD, {"text": PLAN}).status_code == 403
    assert not Campaign.objects.exists()


def test_who_may_not_upload_is_told_and_strangers_find_no_file(cast: Cast) -> None:
    campaign = a_draft(cast)
    assert campaign.plan_file is not None
    assert signed_in(cast.lin).get(UPLOAD).status_code == 403
    assert signed_in(a_factory(cast).qian).get(UPLOAD).status_code == 403
    for address in (campaign.plan_file.get_absolute_url(), f"/campaigns/{campaign.pk}/original/"):
        assert signed_in(cast.sun).get(address).status_code == 404
        answer = signed_in(cast.zhao).get(address)
        assert b"".join(answer)  # reading to the end closes the file
        assert answer.status_code == 200
