"""Who is told what, once."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.services import roll_duties
from bihuan.duties.tests.given import ON_JUNE_1, a_leaders_rule
from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, open_case
from bihuan.loop.services.escalation import escalate
from bihuan.loop.services.evidence import keep_photo
from bihuan.loop.services.setup import ensure_defaults
from bihuan.notifications.models import Message
from bihuan.notifications.services import notify, read_message
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import Cast, a_person, the_cast

pytestmark = pytest.mark.django_db
HAZARD_DUE = date(2026, 6, 16)


@pytest.fixture
def cast() -> Cast:
    ensure_defaults()
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    return a_factory(cast)


@pytest.fixture
def ordered(cast: Cast, factory: Factory) -> Hazard:
    """A hazard the factory must rectify by 16 June."""
    hazard = open_case(
        Hazard(
            enterprise=factory.enterprise, area=factory.enterprise.area, summary="静电接地松动",
            found_on=date(2026, 6, 1), source=HazardSource.REPORTED, due_on=date(2026, 6, 4),
        ),
        by=cast.lin, at=JUNE_1,
    )  # fmt: skip
    return advance(hazard, "grade", by=cast.lin, at=JUNE_1, changes={"level": HazardLevel.GENERAL})


def told(**wanted: object) -> set[str]:
    return set(Message.objects.filter(**wanted).values_list("user__name", flat=True))


def a_photo(factory: Factory) -> Callable[[str], Evidence]:
    picture = io.BytesIO()
    Image.effect_noise((64, 48), 60).save(picture, "PNG")
    return lambda kind: keep_photo(
        picture.getvalue(), name="示例.png", kind=kind, area=factory.enterprise.area,
        enterprise_id=factory.enterprise.pk, by=factory.qian, at=JUNE_1,
    )  # fmt: skip


def test_each_level_of_lateness_tells_the_next_higher(cast: Cast, ordered: Hazard) -> None:
    assert ordered.due_on == HAZARD_DUE
    escalate(on=HAZARD_DUE - timedelta(days=2))
    assert not Message.objects.exists()
    escalate(on=HAZARD_DUE - timedelta(days=1))
    assert told(title="还有 1 天到期：示例涂料厂 静电接地松动") == {"钱", "冯"}
    escalate(on=HAZARD_DUE + timedelta(days=1))
    assert told(title="已逾期 1 天：示例涂料厂 静电接地松动", kind="reminder") == {"钱", "冯"}
    escalate(on=HAZARD_DUE + timedelta(days=3))
    assert told(kind="escalation") == {"赵"}
    escalate(on=HAZARD_DUE + timedelta(days=7))
    assert told(title="列入督办（逾期 7 天）：示例涂料厂 静电接地松动") == {"赵", "吴"}
    count = Message.objects.count()
    escalate(on=HAZARD_DUE + timedelta(days=8))
    assert Message.objects.count() == count
    assert "孙" not in told()


def test_a_persons_own_duty_reminds_that_person_only(cast: Cast) -> None:
    a_leaders_rule(cast)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    escalate(on=date(2026, 7, 1))
    assert told() == {"李"}


def test_an_offices_case_reminds_only_posts_that_can_act(cast: Cast, factory: Factory) -> None:
    a_person("gao", "高", Role.GRID_WORKER, cast.town_one)
    open_case(
        Hazard(
            enterprise=factory.enterprise, area=factory.enterprise.area, summary="示例",
            found_on=date(2026, 6, 1), source=HazardSource.REPORTED, due_on=date(2026, 6, 4),
        ),
        by=cast.lin, at=JUNE_1,
    )  # fmt: skip
    escalate(on=date(2026, 6, 5))
    assert told() == {"林", "赵", "周"}


def test_a_returned_case_tells_its_owner_what_was_said(
    cast: Cast, factory: Factory, ordered: Hazard
) -> None:
    photo = a_photo(factory)
    advance(ordered, "rectify", by=factory.qian, at=JUNE_1, evidence=[photo("photo_after")])
    assert not Message.objects.exists()
    advance(
        ordered, "return", by=cast.lin, at=JUNE_1, note="照片看不清", evidence=[photo("recheck")]
    )
    assert told(kind="return") == {"钱", "冯"}
    assert "林退回事故隐患。照片看不清" in Message.objects.all()[0].body


def test_the_same_news_is_told_once(cast: Cast) -> None:
    for _ in range(2):
        notify([cast.lin, cast.zhao], kind="notice", title="示例", key="one", at=JUNE_1)
    assert Message.objects.count() == 2


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_reading_leads_on_and_counts_down(cast: Cast) -> None:
    notify([cast.lin], kind="notice", title="示例一", key="1", at=JUNE_1, url="/loop/todos/")
    notify([cast.lin], kind="notice", title="示例二", key="2", at=JUNE_1)
    client = signed_in(cast.lin)
    first = Message.objects.get(key="1")
    assert "示例一" in client.get(first.get_absolute_url()).content.decode()
    assert first.read_at is None
    answer = client.post(f"/notifications/{first.pk}/read/")
    assert answer["Location"] == "/loop/todos/"
    assert "示例一" not in client.get("/notifications/?unread=1").content.decode()
    answer = client.post("/notifications/read/", follow=True)
    assert "已将 1 条消息标为已读。" in answer.content.decode()
    assert not Message.objects.unread().exists()


def test_the_first_reading_stays_and_a_foreign_address_is_not_followed(cast: Cast) -> None:
    notify([cast.lin], kind="notice", title="示例", key="1", at=JUNE_1, url="https://example.com/")
    message = Message.objects.get()
    read_message(message_id=message.pk, by=cast.lin, at=JUNE_1)
    answer = signed_in(cast.lin).post(f"/notifications/{message.pk}/read/")
    assert answer["Location"] == "/notifications/"
    message.refresh_from_db()
    assert message.read_at == JUNE_1


def test_nobody_reads_anothers_messages(cast: Cast) -> None:
    notify([cast.lin], kind="notice", title="只给林", key="1", at=JUNE_1)
    message = Message.objects.get()
    client = signed_in(cast.zhao)
    assert "只给林" not in client.get("/notifications/").content.decode()
    assert client.get(f"/notifications/{message.pk}/").status_code == 404
    assert client.post(f"/notifications/{message.pk}/read/").status_code == 404
    client.post("/notifications/read/")
    assert Message.objects.unread().count() == 1


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_at_3_and_at_30(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        notify([cast.lin], kind="notice", title="示例", key=str(number), at=JUNE_1)
    client = signed_in(cast.lin)
    client.get("/notifications/")
    with django_assert_num_queries(7):
        assert client.get("/notifications/").status_code == 200
