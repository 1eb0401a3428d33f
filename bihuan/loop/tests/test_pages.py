"""The inbox, evidence and the trail's proofs as pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.loop.models import EscalationPolicy, Evidence, TrailRow
from bihuan.loop.queries import uploaded
from bihuan.loop.services.bulk import open_cases
from bihuan.loop.services.cases import advance, open_case
from bihuan.loop.services.seals import publish_daily_roots, seal_all
from bihuan.loop.services.setup import ensure_defaults
from bihuan.loop.states import EvidenceKind
from bihuan.loop.tests.given import an_upload
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fetched(user: User, url: str) -> Any:
    """Return the answer, read to its end."""
    answer: Any = signed_in(user).get(url)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def hazards(factory: Factory, cast: Cast, days: list[date]) -> list[Hazard]:
    made = [
        Hazard(
            enterprise=factory.enterprise, area=factory.enterprise.area, summary=f"示例隐患{n}",
            found_on=date(2026, 6, 1), source=HazardSource.REPORTED, due_on=day,
        )
        for n, day in enumerate(days)
    ]  # fmt: skip
    return open_cases(made, by=cast.lin, at=JUNE_1, label="登记")


def upload(client: Client, *files: object, kind: str = EvidenceKind.PHOTO_AFTER) -> list[str]:
    answer = client.post("/loop/upload/", {"file": list(files), "kind": kind}, headers=HTMX)
    assert answer.status_code == 200
    return re.findall(r'name="evidence" value="([0-9a-f-]{36})"', answer.content.decode())


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_inbox_groups_by_how_pressing_it_is(cast: Cast, factory: Factory) -> None:
    monday, wednesday, sunday, next_week = (date(2026, 6, day) for day in (1, 3, 7, 8))
    hazards(factory, cast, [monday, wednesday, sunday, next_week])
    client = signed_in(cast.lin)
    for group, summary in enumerate(("late", "today", "week", "later")):
        page = client.get("/loop/todos/", {"due": summary}).content.decode()
        shown = re.findall(r"示例隐患(\d)", page)
        assert set(shown) == {str(group)}
    assert "示例隐患" not in signed_in(cast.sun).get("/loop/todos/").content.decode()


@time_machine.travel(WEDNESDAY, tick=False)
def test_the_workbench_shows_what_is_late_first(cast: Cast, factory: Factory) -> None:
    hazards(factory, cast, [date(2026, 6, 1), date(2026, 6, 3)])
    page = signed_in(cast.lin).get("/").content.decode()
    assert page.index("逾期 2 天") < page.index("今天到期")
    assert "没有待办事项" in signed_in(cast.sun).get("/").content.decode()


@time_machine.travel(WEDNESDAY, tick=False)
@pytest.mark.parametrize("count", [3, 30])
def test_the_inbox_costs_the_same_at_3_and_at_30(
    cast: Cast, factory: Factory, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hazards(factory, cast, [date(2026, 6, 1)] * count)
    client = signed_in(cast.lin)
    client.get("/loop/todos/")
    with django_assert_num_queries(8):
        assert client.get("/loop/todos/").content.count("示例隐患".encode()) >= count


def test_an_upload_is_shown_at_once_and_taken_by_the_step(cast: Cast, factory: Factory) -> None:
    hazard = hazards(factory, cast, [date(2026, 6, 4)])[0]
    advance(hazard, "grade", by=cast.lin, at=JUNE_1, changes={"level": HazardLevel.GENERAL})
    client = signed_in(factory.qian)
    ids = upload(client, an_upload(), an_upload("整改 后.png"))
    assert len(ids) == 2
    proof = uploaded([*ids, "不是编号"], by=factory.qian)
    assert uploaded(ids, by=cast.lin) == []
    advance(hazard, "rectify", by=factory.qian, at=JUNE_1, evidence=proof)
    for user, status in ((factory.qian, 200), (cast.lin, 200), (cast.sun, 404)):
        for url in (f"/loop/evidence/{ids[0]}/", f"/loop/evidence/{ids[0]}/?size=thumb"):
            assert fetched(user, url).status_code == status
    assert client.post(f"/loop/evidence/{ids[0]}/discard/").status_code == 409


def test_what_an_office_uploads_for_an_enterprise_is_seen_by_it(
    cast: Cast, factory: Factory
) -> None:
    ids = upload(signed_in(cast.lin), an_upload(), kind=EvidenceKind.PHOTO_FOUND)
    url = f"/loop/evidence/{ids[0]}/"
    assert fetched(factory.qian, url).status_code == 404
    open_case(
        Hazard(
            enterprise=factory.enterprise, area=factory.enterprise.area, summary="示例隐患",
            found_on=date(2026, 6, 1), source=HazardSource.REPORTED, due_on=date(2026, 6, 4),
        ),
        by=cast.lin, at=JUNE_1, evidence=uploaded(ids, by=cast.lin),
    )  # fmt: skip
    assert fetched(factory.qian, url).status_code == 200


def test_a_photo_is_served_so_that_no_browser_runs_it(cast: Cast, factory: Factory) -> None:
    client = signed_in(factory.qian)
    url = f"/loop/evidence/{upload(client, an_upload('整改后.png'))[0]}/"
    answer = fetched(factory.qian, url)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    assert answer["Content-Disposition"] == f"inline; filename*=utf-8''{quote('整改后.jpg')}"
    client.get(f"{url}?size=thumb")
    assert len(default_storage.listdir("thumbs")[0]) == 1


def test_a_document_is_a_download_with_its_own_name(cast: Cast) -> None:
    client = signed_in(cast.zhou)
    pdf = an_upload("季度 总结.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF")
    ids = upload(client, pdf, kind=EvidenceKind.ATTACHMENT)
    answer = fetched(cast.zhou, f"/loop/evidence/{ids[0]}/")
    name = quote("季度 总结.pdf")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


def test_a_bad_file_says_why_and_the_good_ones_stay(cast: Cast, factory: Factory) -> None:
    client = signed_in(factory.qian)
    files = [an_upload(), an_upload("假的.png", b"MZ not a picture")]
    answer = client.post("/loop/upload/", {"file": files, "kind": EvidenceKind.PHOTO_AFTER})
    text = answer.content.decode()
    assert text.count('name="evidence"') == 1
    assert "不是照片" in text
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    "sent", [{"kind": "photo_after"}, {"kind": "nonsense"}, {"kind": "record", "field": '"><x'}]
)
def test_a_senseless_upload_is_refused(cast: Cast, sent: dict[str, str]) -> None:
    answer = signed_in(cast.lin).post("/loop/upload/", sent)
    assert answer.status_code in {409, 422}


def test_an_upload_can_be_taken_back_only_by_who_made_it(cast: Cast, factory: Factory) -> None:
    client = signed_in(cast.lin)
    ids = upload(client, an_upload())
    path = Evidence.objects.get().file.name
    assert path is not None
    assert signed_in(cast.zhao).post(f"/loop/evidence/{ids[0]}/discard/").status_code == 403
    assert client.post(f"/loop/evidence/{ids[0]}/discard/").content == b""
    assert not Evidence.objects.exists()


def test_a_missing_file_is_told_and_is_no_crash(cast: Cast) -> None:
    client = signed_in(cast.lin)
    ids = upload(client, an_upload())
    default_storage.delete(str(Evidence.objects.get().file.name))
    for query in ("", "?size=thumb"):
        assert client.get(f"/loop/evidence/{ids[0]}/{query}").status_code == 404


def test_roots_are_public_and_page_back(cast: Cast, factory: Factory) -> None:
    assert Client().get("/loop/roots/").status_code == 200
    hazards(factory, cast, [date(2026, 6, 4)])
    seal_all(at=JUNE_1)
    publish_daily_roots(day=date(2026, 6, 1))
    page = Client().get("/loop/roots/").content.decode()
    assert "云溪县" in page
    assert "2026年6月1日" in page
    older = Client().get("/loop/roots/", {"before": "2026-06-01"}).content.decode()
    assert "没有可公布的每日根" in older
    assert Client().get("/loop/roots/", {"before": "昨天"}).status_code == 200


def test_a_row_is_proved_to_its_seal_and_a_changed_row_is_not(cast: Cast, factory: Factory) -> None:
    hazards(factory, cast, [date(2026, 6, 4)] * 5)
    row = TrailRow.objects.order_by("id")[2]
    url = f"/loop/proof/{row.pk}/"
    assert "尚未封存" in signed_in(cast.zhao).get(url).content.decode()
    seal_all(at=JUNE_1 + timedelta(seconds=2))
    assert "核验无误" in signed_in(cast.zhao).get(url).content.decode()
    assert signed_in(cast.lin).get(url).status_code == 403
    assert signed_in(cast.sun).get(url).status_code == 403
    TrailRow.objects.filter(pk=row.pk).update(note="改")
    assert "已被改动" in signed_in(cast.zhao).get(url).content.decode()


def test_every_kind_of_case_has_a_policy_and_an_administrators_stays(cast: Cast) -> None:
    EscalationPolicy.objects.all().delete()
    EscalationPolicy.objects.create(case_kind="duty", level=1, days_after_due=9, action="supervise")
    ensure_defaults()
    ensure_defaults()
    kinds = EscalationPolicy.objects.order_by().values_list("case_kind", flat=True).distinct()
    assert {"hazard", "self_check", "duty", "deliverable"} <= set(kinds)
    assert EscalationPolicy.objects.filter(case_kind="duty").count() == 1
    assert EscalationPolicy.objects.filter(case_kind="hazard").count() == 4
