"""The registry's pages: list, dossier, forms, import; what another town or enterprise gets."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.enterprises import services
from bihuan.enterprises.models import Enterprise, EnterpriseImport
from bihuan.enterprises.tests.given import JUNE_1, a_factory, an_enterprise
from bihuan.enterprises.tests.test_importing import GOOD, HEAD, a_workbook, clock
from bihuan.enterprises.tests.test_services import a_dossier
from bihuan.jobs.services import run_job
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.models import Assignment, User
from bihuan.people.states import Role
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, Cast, the_cast

pytestmark = pytest.mark.django_db
BACKEND = "bihuan.people.backends.AccountBackend"
FACTS = {
    "name": "示例家具厂", "area": VILLAGE_ONE, "sector": "light_industry", "size": "small",
    "employees": "36", "risk_colour": "yellow", "tags": ["粉尘涉爆"],
}  # fmt: skip


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def as_person(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


def test_the_list_filters_and_exports(client: Client, cast: Cast) -> None:
    a_dossier(cast.zhou)
    a_dossier(cast.zhou, name="示例冷冻厂", tags=("涉氨制冷",), area=TOWN_ONE)
    as_person(client, cast.zhou)
    both = client.get("/enterprises/").text
    assert "示例家具厂" in both
    assert "甲社区" in both
    for query in ("tag=涉氨制冷", "q=冷冻", "sector=light_industry&tag=涉氨制冷"):
        page = client.get(f"/enterprises/?{query}").text
        assert "示例冷冻厂" in page
        assert "示例家具厂" not in page
    assert "示例冷冻厂" not in client.get(f"/enterprises/?area={VILLAGE_ONE}").text
    export = client.get("/enterprises/?format=xlsx")
    assert export["Content-Type"].endswith("sheet")
    assert b"".join(export.streaming_content)  # type: ignore[attr-defined]


def test_the_list_asks_as_often_for_thirty_as_for_three(client: Client, cast: Cast) -> None:
    as_person(client, cast.zhou)
    asked = []
    for count in (3, 26):
        for number in range(count):
            one = an_enterprise(cast.town_one, name=f"示例厂{count}-{number}")
            one.tag_rows.create(tag="粉尘涉爆")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/enterprises/").text.count("粉尘涉爆") > count
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_dossier_is_opened_and_mistakes_stand_beside_the_field(
    client: Client, cast: Cast
) -> None:
    as_person(client, cast.zhou)
    assert client.get("/enterprises/new/").status_code == 200
    wrong = client.post("/enterprises/new/", FACTS | {"credit_code": "123"})
    assert wrong.status_code == 422
    assert "应为 18 位" in wrong.text
    assert 'value="示例家具厂"' in wrong.text
    made = client.post("/enterprises/new/", FACTS)
    one = Enterprise.objects.get()
    assert made["Location"] == one.get_absolute_url()
    page = client.get(one.get_absolute_url()).text
    assert "周建档时登记" in page
    assert "第二十四条" in page


def test_a_change_on_a_stale_page_is_told_and_what_was_typed_stays(
    client: Client, cast: Cast
) -> None:
    one = a_dossier(cast.zhou)
    as_person(client, cast.zhou)
    edit = f"/enterprises/{one.pk}/edit/"
    assert 'name="version" value="1"' in client.get(edit).text
    changed = FACTS | {"employees": "40", "version": "1", "note": "年度核实"}
    assert client.post(edit, changed).status_code == 302
    again = client.post(edit, changed | {"employees": "41"})
    assert again.status_code == 422
    assert "已被他人修改" in again.text
    assert 'value="41"' in again.text
    page = client.get(one.get_absolute_url()).text
    assert "年度核实" in page
    assert "周更新" in page


def test_status_account_and_responsible_from_the_dossier(client: Client, cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    as_person(client, cast.zhou)
    page = one.get_absolute_url()
    bad = client.post(f"{page}status/", {"status": "suspended", "reason": "", "version": 1})
    assert bad.status_code == 422
    client.post(f"{page}status/", {"status": "suspended", "reason": "停产检修", "version": 1})
    assert "停产检修" in client.get(page).text
    account = {"name": "钱", "username": "qian", "role": Role.SAFETY_MANAGER}
    shown = client.post(f"{page}account/", account)
    assert re.search(r"<code>[\w-]{14}</code>", shown.text)
    assert client.post(f"{page}account/", account).status_code == 422
    client.post(
        f"{page}responsible/",
        {"kind": "contracted", "user": cast.li.pk, "since": "2026-06-01"},
    )
    assert Assignment.objects.get().enterprise_ref == one.pk
    assert "领导包保" in client.get(page).text
    assert client.post(f"{page}responsible/", {"kind": "contracted"}).status_code == 422


def test_another_town_gets_404_everywhere(client: Client, cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    as_person(client, cast.sun)
    page = one.get_absolute_url()
    assert client.get(page).status_code == 404
    assert client.get(f"{page}edit/").status_code == 404
    for name in ("status", "account", "responsible"):
        assert client.post(f"{page}{name}/").status_code == 404
    assert "示例家具厂" not in client.get("/enterprises/").text
    assert "示例家具厂" not in client.get("/search/?q=示例家具").text


def test_an_enterprise_sees_itself_and_changes_nothing(client: Client, cast: Cast) -> None:
    factory = a_factory(cast)
    other = an_enterprise(cast.town_one, name="示例别家厂")
    as_person(client, factory.qian)
    assert client.get("/enterprises/mine/")["Location"] == factory.enterprise.get_absolute_url()
    page = client.get(factory.enterprise.get_absolute_url())
    assert "政府部门掌握的本企业信息" in page.text
    assert "修改档案" not in page.text
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(f"{factory.enterprise.get_absolute_url()}edit/").status_code == 403
    assert client.get("/enterprises/import/").status_code == 403
    assert "政府掌握的本企业信息" in client.get("/").text


def test_an_official_has_no_own_enterprise(client: Client, cast: Cast) -> None:
    assert as_person(client, cast.zhou).get("/enterprises/mine/").status_code == 404


def test_the_search_finds_by_name_and_by_credit_code(client: Client, cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    as_person(client, cast.zhou)
    assert one.get_absolute_url() in client.get("/search/?q=家具").text


def an_upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.xlsx", data)


def test_a_workbook_is_uploaded_followed_and_given_back(client: Client, cast: Cast) -> None:
    as_person(client, cast.zhou)
    bad = [2, "示例坏行", "", "示例二镇", "", "轻工"]
    posted = client.post("/enterprises/import/", {"file": an_upload(a_workbook(HEAD, GOOD, bad))})
    page = posted["Location"]
    assert "hx-trigger" in client.get(page).text
    one = EnterpriseImport.objects.get()
    assert one.job is not None
    run_job(one.job.pk, clock=clock)
    result = client.get(page).text
    assert "新建 1 家" in result
    assert "不在您的管辖范围内" in result
    for path in (f"{page}mend/", "/enterprises/import/template/"):
        file = client.get(path)
        assert file["Content-Disposition"].startswith("attachment")
        assert b"".join(file.streaming_content)  # type: ignore[attr-defined]
    assert "名单.xlsx" in client.get("/enterprises/import/").text
    as_person(client, cast.sun)
    assert client.get(page).status_code == 404


def test_a_file_that_is_no_workbook_is_told_beside_the_field(client: Client, cast: Cast) -> None:
    as_person(client, cast.zhou)
    answer = client.post("/enterprises/import/", {"file": an_upload(b"not a workbook")})
    assert answer.status_code == 422
    assert "不是 Excel 文件" in answer.text


def test_closed_enterprises_are_not_counted(cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    a_dossier(cast.zhou, name="示例二厂")
    assert cast.zhou.scope is not None
    where = Where(area=cast.zhou.scope.area, on=JUNE_1.date())
    assert measure(metric_of("enterprise.count"), where).text() == "2 家"
    services.set_status(
        enterprise_id=one.pk, status="closed", reason="注销", by=cast.zhou, at=JUNE_1
    )
    assert measure(metric_of("enterprise.count"), where).part == 1
