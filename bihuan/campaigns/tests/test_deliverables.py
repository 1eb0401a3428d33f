"""The life of a deliverable: handed in, accepted, sent back, waived, and opened month by month."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.models import Campaign, Deliverable
from bihuan.campaigns.periodic import roll
from bihuan.campaigns.services.deliverables import (
    accept_deliverable,
    return_deliverable,
    roll_deliverables,
    submit_deliverable,
    waive_deliverable,
)
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.tests.running import a_plan, factories, launched, noon
from bihuan.campaigns.tests.test_living import PDF, a_paper
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.kernel.errors import EvidenceMissing, NotAllowed, NotFound, NotIndependent, Refused
from bihuan.loop.models import Todo
from bihuan.people.tests.given import Cast


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


@pytest.fixture
def running(cast: Cast) -> Campaign:
    factories(cast, 1)
    return launched(a_plan(cast.zhou, cast.town_one), cast.zhou)


@pytest.fixture
def summary(running: Campaign) -> Deliverable:
    """The table owed by 25 June."""
    return running.deliverables.get(what="自查汇总表")


def handed_in(row: Deliverable, cast: Cast, *, on: date = date(2026, 6, 24)) -> Deliverable:
    return submit_deliverable(
        deliverable_id=row.pk, evidence=[a_paper(cast)], note="", by=cast.zhou, at=noon(on)
    )


def test_handing_in_needs_the_file(summary: Deliverable, cast: Cast) -> None:
    with pytest.raises(EvidenceMissing):
        submit_deliverable(
            deliverable_id=summary.pk, evidence=[], note="随后补", by=cast.zhou, at=JUNE_1
        )
    summary.refresh_from_db()
    assert (summary.state, summary.submitted_on) == ("due", None)


def test_somebody_else_accepts(summary: Deliverable, cast: Cast) -> None:
    row = handed_in(summary, cast)
    assert (row.state, row.submitted_on, row.due_on) == (
        "submitted",
        date(2026, 6, 24),
        date(2026, 6, 25),
    )
    assert Todo.objects.get(case_kind="deliverable", case_id=row.pk).title.startswith("审核报送")
    with pytest.raises(NotIndependent):
        accept_deliverable(deliverable_id=row.pk, by=cast.zhou, at=JUNE_1)
    with pytest.raises(NotAllowed):
        accept_deliverable(deliverable_id=row.pk, by=cast.lin, at=JUNE_1)
    with pytest.raises(NotFound):
        accept_deliverable(deliverable_id=row.pk, by=cast.sun, at=JUNE_1)
    assert accept_deliverable(deliverable_id=row.pk, by=cast.zhao, at=JUNE_1).state == "accepted"
    assert not Todo.objects.filter(case_kind="deliverable", case_id=row.pk).exists()


def test_sent_back_with_the_reason_it_is_owed_again(summary: Deliverable, cast: Cast) -> None:
    row = handed_in(summary, cast)
    with pytest.raises(Refused, match="原因"):
        return_deliverable(deliverable_id=row.pk, note="", by=cast.zhao, at=JUNE_1)
    row = return_deliverable(deliverable_id=row.pk, note="缺两个社区", by=cast.zhao, at=JUNE_1)
    assert (row.state, row.submitted_on, row.due_on) == ("due", None, date(2026, 6, 25))
    row = handed_in(row, cast, on=date(2026, 6, 26))
    assert accept_deliverable(deliverable_id=row.pk, by=cast.zhao, at=JUNE_1).submitted_on == date(
        2026, 6, 26
    )


def test_waived_with_the_reason(summary: Deliverable, cast: Cast) -> None:
    with pytest.raises(Refused, match="原因"):
        waive_deliverable(deliverable_id=summary.pk, note="", by=cast.zhou, at=JUNE_1)
    row = waive_deliverable(deliverable_id=summary.pk, note="并入总结", by=cast.zhou, at=JUNE_1)
    assert (row.state, row.is_final) == ("waived", True)


def test_a_repeated_request_hands_in_once(summary: Deliverable, cast: Cast) -> None:
    key, paper = uuid4(), a_paper(cast)
    for _ in range(2):
        row = submit_deliverable(
            deliverable_id=summary.pk, evidence=[paper], note="", by=cast.zhou, at=JUNE_1, key=key,
            version=1,
        )  # fmt: skip
    assert row.version == 2


# --- month by month --------------------------------------------------------------------------------


def monthly(campaign: Campaign) -> list[tuple[str, date | None]]:
    rows = campaign.deliverables.filter(what="工作进展情况").order_by("period_start")
    return [(row.period_label, row.asked_by) for row in rows]


def test_each_period_is_opened_once(running: Campaign) -> None:
    assert monthly(running) == [("2026年6月", date(2026, 6, 30))]
    assert roll_deliverables(on=date(2026, 6, 30), at=noon(date(2026, 6, 30))) == 0
    assert roll_deliverables(on=date(2026, 7, 1), at=noon(date(2026, 7, 1))) == 1
    assert roll_deliverables(on=date(2026, 7, 2), at=noon(date(2026, 7, 2))) == 0
    assert monthly(running)[-1] == ("2026年7月", date(2026, 7, 31))
    assert running.deliverables.count() == 4


def test_nothing_is_opened_after_the_end(running: Campaign, cast: Cast) -> None:
    assert roll(date(2026, 9, 30), noon(date(2026, 9, 30))) == "新增 1 项"
    assert monthly(running)[-1] == ("2026年9月", date(2026, 9, 30))
    assert roll_deliverables(on=date(2026, 10, 1), at=noon(date(2026, 10, 1))) == 0


def test_a_finished_campaign_asks_nothing_more(running: Campaign, cast: Cast) -> None:
    at = noon(date(2026, 6, 20))
    hand_over_by_default(campaign_id=running.pk, by=cast.zhou, at=at)
    finish_campaign(campaign_id=running.pk, note="完成", by=cast.zhou, at=at)
    assert roll_deliverables(on=date(2026, 7, 1), at=noon(date(2026, 7, 1))) == 0


# --- pages -----------------------------------------------------------------------------------------


def post(cast: Cast, row: Deliverable, step: str, **data: object) -> object:
    address = f"/campaigns/deliverables/{row.pk}/{step}/"
    return signed_in(cast.zhou).post(address, {"version": row.version, "key": uuid4(), **data})


def test_the_page_takes_the_file_and_the_other_person_accepts(
    summary: Deliverable, cast: Cast
) -> None:
    zhou, zhao = signed_in(cast.zhou), signed_in(cast.zhao)
    address = summary.get_absolute_url()
    page = zhou.get(address).content.decode()
    assert "县安委办" in page
    assert "2026年6月25日" in page
    sent = zhou.post(
        f"{address}submit/",
        {"version": 1, "key": uuid4(), "files": SimpleUploadedFile("汇总表.pdf", PDF)},
        follow=True,
    )
    assert "汇总表.pdf" in sent.content.decode()
    assert "“接收”须由其他人员办理" in sent.content.decode()
    assert f"{address}accept/" not in sent.content.decode()
    assert f"{address}accept/" in zhao.get(address).content.decode()
    done = zhao.post(f"{address}accept/", {"version": 2, "key": uuid4()}, follow=True)
    assert "已接收" in done.content.decode()


def test_a_refusal_stands_beside_the_form_with_what_was_typed(
    summary: Deliverable, cast: Cast
) -> None:
    zhou, address = signed_in(cast.zhou), summary.get_absolute_url()
    answer = zhou.post(f"{address}submit/", {"version": 1, "key": uuid4(), "note": "请查收"})
    assert answer.status_code == 422
    assert "须附" in answer.content.decode()
    assert "请查收" in answer.content.decode()
    files = {"files": SimpleUploadedFile("坏.pdf", b"")}
    answer = zhou.post(f"{address}submit/", {"version": 1, "key": uuid4(), **files})
    assert answer.status_code == 422
    stale = zhou.post(f"{address}waive/", {"version": 9, "key": uuid4(), "note": "免"})
    assert "请刷新" in stale.content.decode()
    assert zhou.post(f"{address}waive/", {"note": "免"}).status_code == 422
    assert zhou.post(f"{address}burn/", {"version": 1, "key": uuid4()}).status_code == 404


def test_out_of_scope_there_is_no_page(summary: Deliverable, cast: Cast) -> None:
    address = summary.get_absolute_url()
    form = {"version": 1, "key": uuid4(), "note": "免"}
    assert signed_in(cast.sun).get(address).status_code == 404
    assert signed_in(cast.sun).post(f"{address}waive/", form).status_code == 404
    factory = a_factory(cast)
    assert signed_in(factory.qian).get(address).status_code == 403
    assert signed_in(factory.qian).post(f"{address}waive/", form).status_code == 403
    assert signed_in(cast.wu).get(address).status_code == 200


def test_the_list(running: Campaign, cast: Cast) -> None:
    page = signed_in(cast.zhou).get("/campaigns/deliverables/").content.decode()
    for row in running.deliverables.all():
        assert str(row) in page
    assert "自查汇总表" not in signed_in(cast.sun).get("/campaigns/deliverables/").content.decode()
    assert signed_in(a_factory(cast).qian).get("/campaigns/deliverables/").status_code == 403
