"""The office's page and files, and the public verification."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from bihuan.documents import forms
from bihuan.documents.models import IssuedDocument
from bihuan.documents.responses import attachment, file_name
from bihuan.documents.services import stored_file
from bihuan.documents.tests.test_services import cast, issue
from bihuan.people.models import User
from bihuan.people.states import OrganisationKind, Role
from bihuan.people.tests.given import Cast, a_body, a_person

__all__ = ["cast"]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def upload(client: Client, issued: IssuedDocument, content: bytes, *, name: str = "通报.pdf") -> str:  # fmt: skip
    file = SimpleUploadedFile(name, content)
    return client.post(f"/verify/{issued.token}/", {"file": file}).content.decode()


def test_the_office_sees_its_document_and_another_town_does_not(cast: Cast) -> None:
    issued = issue(cast)
    page = signed_in(cast.zhou).get(issued.get_absolute_url())
    assert page.status_code == 200
    for text in (issued.title, issued.number, issued.code, issued.pdf_sha256, "赵"):
        assert text in page.content.decode()
    assert "指纹不一致" not in page.content.decode()
    for ending in ("", "pdf/", "word/"):
        assert signed_in(cast.wu).get(issued.get_absolute_url() + ending).status_code == 200
        assert signed_in(cast.sun).get(issued.get_absolute_url() + ending).status_code == 404


def test_the_list_shows_what_the_area_issued(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "还没有印发过公文" in signed_in(cast.zhou).get("/documents/").content.decode()
    for _ in range(3):
        issue(cast)
    client = signed_in(cast.zhou)
    with CaptureQueriesContext(connection) as with_three:
        page = client.get("/documents/").content.decode()
    assert all(f"示一安办发〔2026〕{n}号" in page for n in (1, 2, 3))
    for _ in range(7):
        issue(cast)
    with django_assert_num_queries(len(with_three)):
        client.get("/documents/")
    assert "示一安办发" not in signed_in(cast.sun).get("/documents/").content.decode()
    found = client.get("/documents/", {"q": "〔2026〕2号"}).content.decode()
    assert "示一安办发〔2026〕2号" in found
    assert "示一安办发〔2026〕3号" not in found
    sheet = client.get("/documents/", {"format": "xlsx"})
    assert b"".join(sheet).startswith(b"PK")
    sheet.close()


def test_documents_are_for_those_who_may_see_bulletins(cast: Cast) -> None:
    issued = issue(cast)
    factory = a_body("示例涂料厂", OrganisationKind.ENTERPRISE, cast.town_one.area)
    stranger = a_person("qian", "钱", Role.SAFETY_MANAGER, factory)
    for address in ("/documents/", issued.get_absolute_url(), f"/documents/{issued.pk}/pdf/"):
        assert signed_in(stranger).get(address).status_code == 403


def test_a_download_is_saved_under_its_chinese_name(cast: Cast) -> None:
    issued = issue(cast)
    answer = signed_in(cast.zhou).get(f"/documents/{issued.pk}/pdf/")
    assert answer.content == stored_file(issued, "pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert quote(f"{issued.number} {issued.title}.pdf") in disposition
    word = signed_in(cast.zhou).get(f"/documents/{issued.pk}/word/")
    assert word["Content-Type"].endswith("wordprocessingml.document")


def test_anybody_can_see_which_document_a_code_belongs_to(cast: Cast, client: Client) -> None:
    issued = issue(cast)
    for address in (f"/verify/{issued.token}/", f"/verify/{issued.code.lower()}/"):
        page = client.get(address).content.decode()
        for text in (issued.title, issued.number, "2026年11月24日", issued.docx_sha256):
            assert text in page
    typed = client.get("/verify/", {"code": issued.code.lower()})
    assert typed["Location"] == f"/verify/{issued.token}/"
    assert "印在公文末页" in client.get("/verify/").content.decode()


def test_a_wrong_code_is_answered_by_a_sentence(cast: Cast, client: Client) -> None:
    issue(cast)
    for address in ("/verify/?code=ABCDE", "/verify/ABCDE/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "没有找到这个核验码对应的公文" in answer.content.decode()
        assert 'value="ABCDE"' in answer.content.decode()
    assert "请输入核验码" in client.get("/verify/?code=").content.decode()


def test_an_uploaded_file_is_compared_with_the_issued_ones(cast: Cast, client: Client) -> None:
    issued = issue(cast)
    pdf = stored_file(issued, "pdf")
    assert "签发时的 PDF 文件完全一致" in upload(client, issued, pdf)
    assert "签发时的 Word 文件完全一致" in upload(client, issued, stored_file(issued, "docx"))
    changed = upload(client, issued, pdf[:-1] + b"x", name="<b>改过</b>.pdf")
    assert "与签发时的文件不一致" in changed
    assert "<b>" not in changed
    assert IssuedDocument.objects.count() == 1


def test_comparing_nothing_or_too_much_says_so(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = issue(cast)
    assert "文件是空的" in upload(client, issued, b"")
    empty = client.post(f"/verify/{issued.token}/", {})
    assert empty.status_code == 422
    assert "请选择要比对的文件" in empty.content.decode()
    monkeypatch.setattr(forms, "MAX_COMPARED_BYTES", 10)
    assert "不是本系统印发的公文" in upload(client, issued, b"a" * 11)


def test_a_tampered_record_is_shown_as_such_everywhere(cast: Cast, client: Client) -> None:
    issued = issue(cast)
    IssuedDocument.objects.update(snapshot={"title": "改过的标题"})
    assert "暂不能作为核验依据" in client.get(f"/verify/{issued.token}/").content.decode()
    page = signed_in(cast.zhou).get(issued.get_absolute_url())
    assert "指纹不一致" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("示一安办发〔2026〕1号 通报.pdf", "示一安办发〔2026〕1号 通报.pdf"),
        ("a/../b\\c\r\nX: y.pdf", "a..bcX y.pdf"),
        ("报表\u202efdp.docx", "报表fdp.docx"),
        ("长" * 300 + ".docx", "长" * 115 + ".docx"),
        ("???.csv", "文件.csv"),
    ],
)
def test_file_names_can_be_saved_everywhere(name: str, saved: str) -> None:
    assert file_name(name) == saved
    header = attachment(b"", name=name)["Content-Disposition"]
    assert "\n" not in header
    assert header.startswith("attachment;")
