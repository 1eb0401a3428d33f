"""Who was given a duty at one launch is suggested at the next launch of a similar plan."""

from __future__ import annotations

import pytest

from bihuan.campaigns.memory_models import Lesson
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.rules import suggest_holder
from bihuan.campaigns.services.binding import standing
from bihuan.campaigns.services.launch import suggested_choices
from bihuan.campaigns.states import ItemKind, LessonKind
from bihuan.campaigns.tests.running import a_plan, chosen, factories, launched
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.people.states import Role
from bihuan.people.tests.given import Cast


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


def first_holder(campaign: Campaign) -> str:
    duty = standing(campaign, ItemKind.DUTY)[0]
    return suggested_choices(campaign, on=JUNE_1.date()).holders[duty.pk]


def test_the_next_launch_suggests_who_carried_it_before(cast: Cast) -> None:
    factories(cast, 1)
    first = a_plan(cast.zhou, cast.town_one)
    duty = standing(first, ItemKind.DUTY)[0]
    named = suggest_holder(duty.data.get("actor"), duty.data["action"])
    assert first_holder(first) == named != Role.CHIEF
    holders = {**chosen(first).holders, duty.pk: Role.CHIEF.value}
    launched(first, cast.zhou, holders=holders)
    lesson = Lesson.objects.get()
    assert (lesson.lesson, lesson.by) == (LessonKind.HOLDER, cast.zhou)
    second = a_plan(cast.zhou, cast.town_one)
    assert first_holder(second) == Role.CHIEF
    page = signed_in(cast.zhou).get(f"/campaigns/{second.pk}/launch/").content.decode()
    assert "上次同类方案由安全办主任承担（周" in page


def test_a_launch_as_the_plan_says_teaches_nothing(cast: Cast) -> None:
    factories(cast, 1)
    launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    assert not Lesson.objects.exists()
