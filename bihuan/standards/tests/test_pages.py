"""Checklist pages: draft, fill, publish, revise, Excel both ways; who may not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.enterprises.tests.test_importing import a_workbook
from bihuan.kernel.errors import BadInput
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast
from bihuan.standards import services
from bihuan.standards.models import Checklist
from bihuan.standards.services.exchange import read_items, write_items
from bihuan.standards.states import ChecklistState, Severity
from bihuan.standards.tests.test_services import ITEMS, a_draft, a_published

pytestmark = pytest.mark.django_db
BACKEND = "bihuan.people.backends.AccountBackend"
HEAD = ["项目", "检查要点", "法律依据", "隐患等级", "拍照"]


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def as_person(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def rows_of(*texts: str) -> dict[str, str]:
    form = {"form-TOTAL_FORMS": str(len(texts)), "form-INITIAL_FORMS": "0"}
    for number, text in enumerate(texts):
        form[f"form-{number}-text"] = text
        form[f"form-{number}-severity"] = "general"
    return form


def test_a_checklist_is_drafted_filled_and_published(client: Client, cast: Cast) -> None:
    as_person(client, cast.zhou)
    assert "拟定检查标准" in client.get("/standards/").text
    form = {"name": "消防自查表", "source": "示例方案", "organisation": cast.town_one.pk}
    made = client.post("/standards/new/", form)
    one = Checklist.objects.get()
    assert made["Location"] == f"/standards/{one.pk}/edit/"
    edit = f"/standards/{one.pk}/edit/"
    assert client.get(edit).status_code == 200
    twice = client.post(edit, {"name": "消防自查表", **rows_of("通道畅通", "通道畅通")})
    assert twice.status_code == 422
    assert "与第 1 项相同" in twice.text
    more = client.post(edit, {"name": "消防自查表", "more": "1", **rows_of("通道畅通", "")})
    assert more["Location"] == edit
    assert one.items.count() == 1
    client.post(f"/standards/{one.pk}/publish/")
    page = client.get(one.get_absolute_url()).text
    assert "已发布" in page
    assert "通道畅通" in page
    assert client.get(edit).status_code == 409


def test_a_revision_is_drafted_from_the_page(client: Client, cast: Cast) -> None:
    one = a_published(cast)
    as_person(client, cast.zhou)
    answer = client.post(f"/standards/{one.pk}/revise/")
    draft = Checklist.objects.get(version=2)
    assert answer["Location"] == f"/standards/{draft.pk}/edit/"
    assert "第 2 版" in client.get(one.get_absolute_url()).text
    client.post(f"/standards/{one.pk}/retire/")
    one.refresh_from_db()
    assert one.state == ChecklistState.RETIRED


def test_another_town_gets_404(client: Client, cast: Cast) -> None:
    one = a_draft(cast)
    as_person(client, cast.sun)
    for path in ("", "edit/", "export/"):
        assert client.get(f"/standards/{one.pk}/{path}").status_code == 404
    for path in ("publish/", "revise/", "retire/", "upload/"):
        assert client.post(f"/standards/{one.pk}/{path}").status_code == 404
    assert one.name not in client.get("/standards/").text


def test_a_town_reads_what_the_county_issued_and_cannot_change_it(
    client: Client, cast: Cast
) -> None:
    one = services.install_builtin(organisation=cast.county, by=cast.wu, at=JUNE_1)[0]
    as_person(client, cast.zhou)
    page = client.get(one.get_absolute_url())
    assert "《中华人民共和国安全生产法》第二十二条" in page.text
    assert "修订" not in page.text
    assert client.post(f"/standards/{one.pk}/retire/").status_code == 404
    assert one.get_absolute_url() in client.get("/search/?q=双重预防").text


def test_who_does_not_keep_standards_only_reads(client: Client, cast: Cast) -> None:
    one = a_published(cast)
    as_person(client, cast.lin)
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.get("/standards/new/").status_code == 403
    assert client.post(f"/standards/{one.pk}/retire/").status_code == 403
    as_person(client, a_factory(cast).qian)
    assert client.get("/standards/").status_code == 403


def test_items_go_to_excel_and_back(cast: Cast) -> None:
    with write_items("消防自查表", ITEMS) as file:
        assert tuple(read_items(file.read(), name="表.xlsx")) == ITEMS


def test_an_empty_group_continues_the_one_above() -> None:
    data = a_workbook(HEAD, ["疏散", "通道畅通", "", "重大", "是"], ["", "标志完好", "", "", ""])
    first, second = read_items(data, name="表.xlsx")
    assert (first.severity, first.photo_required) == (Severity.MAJOR, True)
    assert (second.group, second.severity) == ("疏散", Severity.GENERAL)


def test_bad_rows_are_told_as_excel_counts_them() -> None:
    data = a_workbook(HEAD, ["疏散", "通道畅通", "", "特大", "也许"], ["", "通道畅通", "", "", ""])
    with pytest.raises(BadInput) as refusal:
        read_items(data, name="表.xlsx")
    told = [str(problem) for problem in refusal.value.problems]
    assert told[0].startswith("“名单”第 2 行“隐患级别”：应填“一般”或“重大”")
    assert told[-1].startswith("“名单”第 3 行：与第 1 项相同")


def test_a_workbook_fills_a_draft(client: Client, cast: Cast) -> None:
    one = a_draft(cast)
    as_person(client, cast.zhou)
    good = SimpleUploadedFile("表.xlsx", a_workbook(HEAD, ["用电", "电线穿管", "", "", ""]))
    client.post(f"/standards/{one.pk}/upload/", {"file": good})
    assert [item.text for item in one.items.all()] == ["电线穿管"]
    bad = client.post(
        f"/standards/{one.pk}/upload/", {"file": SimpleUploadedFile("表.xlsx", b"text")}
    )
    assert bad.status_code == 422
    assert "不是 Excel 文件" in bad.text
    for path in (f"/standards/{one.pk}/export/", "/standards/template/"):
        assert b"".join(client.get(path).streaming_content)  # type: ignore[attr-defined]


def test_a_new_checklist_brings_its_items(client: Client, cast: Cast) -> None:
    as_person(client, cast.zhou)
    file = SimpleUploadedFile("表.xlsx", a_workbook(HEAD, ["用电", "电线穿管", "", "", ""]))
    form = {"name": "用电自查表", "organisation": cast.town_one.pk, "file": file}
    made = client.post("/standards/new/", form)
    one = Checklist.objects.get()
    assert made["Location"] == one.get_absolute_url()
    assert one.items.count() == 1
