"""What is late in an area, and who is reminded by one click."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bihuan.duties.services import roll_duties
from bihuan.duties.tests.given import ON_JUNE_1, a_leaders_rule
from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards.tests.given import an_ordered_hazard
from bihuan.kernel.errors import NotAllowed
from bihuan.notifications import overdue
from bihuan.notifications.models import Message
from bihuan.notifications.overdue import LateKind, late_kinds, urge_kind
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_july_2")]
JULY_2 = datetime(2026, 7, 2, 2, 0, tzinfo=UTC)
ON_JULY_2 = date(2026, 7, 2)


@pytest.fixture
def _july_2() -> Iterator[None]:
    with time_machine.travel(JULY_2, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    """Its two hazards are late since 16 June, and 李 since 30 June."""
    made = a_factory(cast)
    for summary in ("静电接地松动", "灭火器过期"):
        an_ordered_hazard(cast, made, summary=summary)
    a_leaders_rule(cast)
    roll_duties(on=ON_JUNE_1, at=JUNE_1)
    return made


def told() -> list[str]:
    return sorted(Message.objects.values_list("user__name", flat=True))


def page(user: User, url: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(url).content.decode()


@pytest.mark.usefixtures("factory")
def test_what_is_late_is_counted_by_kind_within_the_area(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert late_kinds(cast.sun, on=ON_JULY_2) == []
    for user in (cast.zhao, cast.wu):
        _ = user.scope
        with django_assert_num_queries(1):
            found = late_kinds(user, on=ON_JULY_2)
        assert found == [
            LateKind("hazard", "事故隐患", 2, date(2026, 6, 16), "/hazards/?overdue=1"),
            LateKind("duty", "履职事项", 1, date(2026, 6, 30), "/duties/?overdue=1"),
        ]


def test_an_enterprise_sees_nobodys_lateness(factory: Factory) -> None:
    assert late_kinds(factory.qian, on=ON_JULY_2) == []
    assert "逾期事项" not in page(factory.qian, "/")


def test_the_number_on_the_workbench_is_the_number_of_its_list(
    cast: Cast, factory: Factory
) -> None:
    text = page(cast.zhao, "/")
    assert "逾期事项 3 项" in text
    for one in late_kinds(cast.zhao, on=ON_JULY_2):
        assert f'href="{one.url}"' in text
        assert f"共 {one.count} " in page(cast.zhao, one.url)
    assert factory.enterprise.name in page(cast.zhao, "/hazards/?overdue=1")


@pytest.mark.usefixtures("factory")
def test_one_click_reminds_the_owners_once_a_day(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.zhao)
    answer = client.post("/notifications/urge/", {"kind": "hazard"}, follow=True)
    assert "已就 2 项逾期事项发出 4 条提醒" in answer.content.decode()
    assert told() == ["冯", "冯", "钱", "钱"]
    answer = client.post("/notifications/urge/", {"kind": "hazard"}, follow=True)
    assert "今天都已催办过" in answer.content.decode()
    assert len(told()) == 4
    with time_machine.travel(datetime(2026, 7, 3, 2, 0, tzinfo=UTC), tick=False):
        client.force_login(cast.zhao)
        client.post("/notifications/urge/", {"kind": "hazard"})
    assert len(told()) == 8


@pytest.mark.usefixtures("factory")
def test_a_long_list_is_urged_in_parts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overdue, "MOST_AT_ONCE", 1)
    first = urge_kind(kind="hazard", by=cast.zhao, at=JULY_2)
    assert (first.cases, first.told, first.left) == (1, 2, 1)
    second = urge_kind(kind="hazard", by=cast.zhao, at=JULY_2)
    assert (second.cases, second.told, second.left) == (1, 2, 0)
    assert len(set(Message.objects.values_list("key", flat=True))) == 2


@pytest.mark.usefixtures("factory")
def test_only_those_who_launch_plans_urge_and_only_in_their_area(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        urge_kind(kind="hazard", by=cast.li, at=JULY_2)
    assert ">催办</button>" not in page(cast.li, "/")
    assert urge_kind(kind="hazard", by=cast.sun, at=JULY_2).cases == 0
    assert told() == []
