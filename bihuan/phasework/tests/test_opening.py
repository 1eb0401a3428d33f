"""Phases begin and end on their days: told once, with what was left open by name."""

from __future__ import annotations

from datetime import date

from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.tests.running import noon
from bihuan.jobs.tick import retick, tick
from bihuan.loop.models import TrailRow
from bihuan.notifications.models import Message
from bihuan.people.tests.given import Cast
from bihuan.phasework.models import PhaseMark
from bihuan.phasework.services.opening import mark_phases


def told(campaign: Campaign) -> list[str]:
    rows = TrailRow.objects.filter(case_kind="campaign", case_id=campaign.pk, by__isnull=True)
    return [row.label for row in rows.filter(step__startswith="phase_").order_by("number")]


def titles(cast: Cast) -> list[str]:
    rows = Message.objects.filter(user=cast.zhou, key__startswith="phase:").order_by("pk")
    return [row.title.partition("：")[0] for row in rows]


def test_a_phase_begins_and_ends_once_however_often_the_day_is_done(
    running: Campaign, cast: Cast
) -> None:
    for day in (date(2026, 6, 1), date(2026, 6, 10), date(2026, 6, 11)):
        for _ in tick(on=day, at=noon(day)):
            pass
        for _ in retick(on=day, at=noon(day)):
            pass
    assert told(running) == ["阶段开始", "阶段结束", "阶段开始"]
    assert titles(cast) == ["动员部署阶段今日开始", "动员部署阶段已结束", "自查自纠阶段今日开始"]
    assert Message.objects.filter(user=cast.sun, key__startswith="phase:").count() == 0
    assert mark_phases(on=date(2026, 6, 11), at=noon(date(2026, 6, 11))) == (0, 0)


def test_what_was_left_open_is_named(running: Campaign, cast: Cast) -> None:
    mark_phases(on=date(2026, 7, 21), at=noon(date(2026, 7, 21)))
    mark = PhaseMark.objects.get(phase__name="自查自纠阶段", moment="closed")
    named = {(one["kind"], one["title"]) for one in mark.unfinished}
    assert ("报送", "自查汇总表") in named
    assert ("报送", "建立企业台账") in named
    checks = [one for one in mark.unfinished if one["kind"] == "企业自查"]
    assert len(checks) == 3
    assert all(one["who"].startswith("示例轻工厂") for one in checks)
    assert mark.unfinished_count == len(mark.unfinished)
    row = TrailRow.objects.filter(step="phase_closed", note__startswith="自查自纠阶段").get()
    assert f"还有 {mark.unfinished_count} 项到期没有办完" in row.note
    message = Message.objects.filter(user=cast.zhou, key__endswith="closed:2026-07-20").get()
    assert "建立企业台账" in message.body


def test_after_days_without_a_tick_what_is_over_is_noted_quietly(
    running: Campaign, cast: Cast
) -> None:
    mark_phases(on=date(2026, 7, 25), at=noon(date(2026, 7, 25)))
    assert titles(cast) == ["动员部署阶段已结束", "自查自纠阶段已结束", "集中整治阶段进行中"]


def test_a_phase_without_dates_never_begins_and_an_open_one_never_ends(
    running: Campaign, cast: Cast
) -> None:
    first, second, third = running.phases.all()
    Phase.objects.filter(pk=first.pk).update(start=None, end=None)
    Phase.objects.filter(pk=second.pk).update(end=None)
    Phase.objects.filter(pk=third.pk).update(start=None)
    mark_phases(on=date(2027, 6, 1), at=noon(date(2027, 6, 1)))
    marks = {(one.phase_id, one.moment, one.day) for one in PhaseMark.objects.all()}
    assert marks == {
        (second.pk, "opened", date(2026, 6, 11)),
        (third.pk, "opened", date(2026, 6, 1)),  # it began with the launch
        (third.pk, "closed", date(2026, 9, 30)),
    }
