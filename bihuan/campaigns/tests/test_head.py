"""What a plan is called, who decided on it, how long it runs, what it carries on."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.rules import end_after, months_in
from bihuan.campaigns.services.binding import span_of
from bihuan.campaigns.services.importing import describe_draft
from bihuan.campaigns.states import ItemKind
from bihuan.campaigns.tests.given import a_draft
from bihuan.campaigns.tests.running import a_plan, factories, launched
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import NotFound
from bihuan.people.tests.given import Cast


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("在全县开展为期2年的整治行动。", 24),
        ("通过两年左右的深入整治，建立机制。", 24),
        ("集中行动为期三个月，分三步。", 3),
        ("历时约18个月的行动。", 18),
        ("利用三年时间分批完成。", 36),
        ("2026年开展整治。", None),
        ("为期一百年的行动。", None),
        ("有效期3年。", None),
    ],
)
def test_the_length_a_plan_names(text: str, months: int | None) -> None:
    assert months_in(text) == months


@given(st.dates(date(2000, 1, 1), date(2080, 12, 31)), st.integers(1, 120))
def test_whole_months_end_the_day_before(first: date, months: int) -> None:
    last = end_after(first, months)
    passed = (last.year - first.year) * 12 + last.month - first.month
    assert months - 1 <= passed <= months
    assert last >= first


def test_a_plan_of_a_length_only_ends_so_long_after_its_launch(cast: Cast) -> None:
    factories(cast, 1)
    plan = a_plan(cast.zhou, cast.town_one, without=(ItemKind.PHASE,))
    assert span_of(plan) == (None, None)
    describe_draft(
        campaign_id=plan.pk, title=plan.title, document_number="", issuer="", issued_on=None,
        months=24, by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    plan.refresh_from_db()
    running = launched(plan, cast.zhou)
    assert (running.starts_on, running.ends_on) == (date(2026, 6, 1), date(2028, 5, 31))


def test_the_import_takes_the_length_from_the_text(cast: Cast) -> None:
    draft = a_draft(
        cast, text="示例一镇整治方案\n\n在全镇开展为期2年的专项整治行动。\n企业自查率达到90%。\n"
    )
    assert draft.months == 24


def test_who_decided_on_it_and_what_it_carries_on_stand_on_the_pages(
    cast: Cast, client: Client
) -> None:
    factories(cast, 1)
    former = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    draft = a_draft(cast)
    client.force_login(cast.zhou)
    address = f"/campaigns/{draft.pk}/head/"
    assert former.title in client.get(address).content.decode()
    done = client.post(
        address,
        {"title": draft.title, "approval": "镇党委会议研究决定", "is_priority": "on",
         "follows_id": former.pk, "months": ""},
    )  # fmt: skip
    assert done.status_code == 302
    page = client.get(f"/campaigns/{draft.pk}/confirm/").content.decode()
    assert "重点行动" in page
    assert "镇党委会议研究决定" in page
    assert f'延续自<a href="{former.get_absolute_url()}">' in page
    listed = client.get("/campaigns/?is_priority=1").content.decode()
    assert draft.title in listed
    assert listed.count("/confirm/") == 1
    wrong = client.post(address, {"title": draft.title, "follows_id": draft.pk})
    assert wrong.status_code == 422


def test_another_towns_campaign_is_none_to_carry_on(cast: Cast) -> None:
    theirs: Campaign = a_plan(cast.sun, cast.town_two)
    mine = a_draft(cast)
    with pytest.raises(NotFound):
        describe_draft(
            campaign_id=mine.pk, title=mine.title, document_number="", issuer="", issued_on=None,
            follows_id=theirs.pk, by=cast.zhou, at=JUNE_1,
        )  # fmt: skip
