"""Who is late with a sentence, and reminding them."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.campaigns.living import LiveItem
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.urging import urge_late
from bihuan.campaigns.states import SentenceState
from bihuan.campaigns.tests.running import a_plan, factories, launched, noon, sentence
from bihuan.campaigns.urging import late_todos
from bihuan.duties.models import Duty
from bihuan.enterprises.tests.given import JUNE_1, a_factory
from bihuan.kernel.areas import range_of
from bihuan.kernel.errors import NotAllowed
from bihuan.notifications.models import Message
from bihuan.people.models import Area
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, Cast

S = SentenceState
VILLAGE_THREE = 990121_101_003
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _metrics() -> None:
    """The build's own metrics."""


@pytest.fixture
def running(cast: Cast) -> Campaign:
    """The plan, launched on 1 June for three enterprises of 甲社区 and one of 丙社区."""
    Area.objects.create(code=VILLAGE_THREE, name="丙社区", full_name="丙社区", level=12)
    factories(cast, 3)
    factories(cast, 1, area=VILLAGE_THREE)
    return launched(a_plan(cast.zhou, cast.town_one), cast.zhou)


def late(campaign: Campaign, quote: str, *, on: date, area: int = TOWN_ONE) -> list[str]:
    about = sentence(campaign, quote, on=on, area=area)
    rows = late_todos(campaign, range_of(area), on=on, sentence=about)
    return sorted({row.case_kind for row in rows})


def test_a_sentence_knows_who_is_late_with_it(running: Campaign) -> None:
    on = date(2026, 7, 21)
    assert late(running, "疏散通道", on=on) == ["self_check"]
    assert late(running, "企业自查率", on=on) == ["self_check"]
    assert late(running, "镇领导每月", on=on) == ["duty"]
    assert late(running, "自查汇总表", on=on) == ["deliverable"]
    assert late(running, "集中整治阶段", on=on) == ["deliverable", "duty", "self_check"]
    assert late(running, "辖区内轻工企业", on=on) == []
    assert late(running, "群众满意度", on=on) == []
    assert late(running, "疏散通道", on=date(2026, 7, 20)) == []
    assert late(running, "集中整治阶段", on=date(2026, 7, 20)) == []  # it has not begun


def test_only_its_own_loops_are_late(running: Campaign) -> None:
    on = date(2026, 7, 21)
    about = sentence(running, "镇领导每月", on=on)
    (todo,) = late_todos(running, range_of(TOWN_ONE), on=on, sentence=about)
    assert Duty.objects.get(pk=todo.case_id).post is not None
    about = sentence(running, "自查汇总表", on=on)
    (todo,) = late_todos(running, range_of(TOWN_ONE), on=on, sentence=about)
    assert "自查汇总表" in todo.title


def test_late_enterprises_are_those_of_the_area(running: Campaign) -> None:
    on = date(2026, 7, 21)
    about = sentence(running, "疏散通道", on=on)
    for area, count in ((TOWN_ONE, 4), (VILLAGE_ONE, 3), (VILLAGE_THREE, 1)):
        assert late_todos(running, range_of(area), on=on, sentence=about).count() == count


def test_reminders_go_out_once_a_day(cast: Cast) -> None:
    factory = a_factory(cast)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)

    def urge(on: date) -> int:
        about = sentence(campaign, "疏散通道", on=on)
        return urge_late(
            campaign=campaign, area=range_of(TOWN_ONE), sentence=about, by=cast.zhou, at=noon(on)
        )

    assert urge(date(2026, 7, 20)) == 0
    assert urge(date(2026, 7, 21)) == 2  # the factory's head and its safety manager
    assert urge(date(2026, 7, 21)) == 0
    assert urge(date(2026, 7, 22)) == 2
    told = Message.objects.filter(user=factory.qian)
    assert told.count() == 2
    assert "周催办" in told[0].body


def test_everybody_late_is_reminded_however_many(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(33):
        a_factory(cast, name=f"示例厂{number}", suffix=str(number))
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    on = date(2026, 7, 21)
    about = sentence(campaign, "疏散通道", on=on)
    sent = urge_late(
        campaign=campaign, area=range_of(TOWN_ONE), sentence=about, by=cast.zhou, at=noon(on)
    )
    assert sent == 66


def test_reminding_needs_the_post(running: Campaign, cast: Cast) -> None:
    about = sentence(running, "疏散通道")
    with pytest.raises(NotAllowed):
        urge_late(campaign=running, area=range_of(TOWN_ONE), sentence=about, by=cast.lin, at=JUNE_1)


def test_a_measured_item_links_to_its_records(running: Campaign) -> None:
    (item,) = sentence(running, "企业自查率").items
    assert isinstance(item, LiveItem)
    assert item.measure is not None
    assert item.gap_url == item.measure.url("gap")
    assert f"campaign={running.pk}" in item.url
