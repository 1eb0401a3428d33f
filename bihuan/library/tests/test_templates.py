"""A plan becomes a template, and the template next year's draft."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.doubts import settle_anomaly
from bihuan.campaigns.services.items import metric_keys
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.tests.running import a_plan, factories, launched, noon
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.kernel.clocks import CHINA
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused
from bihuan.library.models import PlanTemplate
from bihuan.library.services import templates as service
from bihuan.library.shifting import Edit, Move, applied, date_edits
from bihuan.people.tests.given import Cast

AUGUST = noon(date(2026, 8, 1))
YEAR = Move(date(2026, 6, 1), date(2027, 6, 1))


def moved(text: str, move: Move = YEAR, last: date = date(2026, 12, 31)) -> str:
    return applied(text, date_edits(text, move, last=last))[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026年6月1日至6月10日", "2027年6月1日至6月10日"),
        ("2026年夏季行动", "2027年夏季行动"),
        ("6月底前报送", "6月底前报送"),
        ("2026年12月底前完成", "2027年12月底前完成"),
        ("于6月27日前完成", "于6月25日前完成"),  # a Sunday in 2027
        ("比2010年下降12.5%", "比2010年下降12.5%"),
        ("《安全生产法》（2021年修正）", "《安全生产法》（2021年修正）"),
        ("《示例镇2026年计划》", "《示例镇2026年计划》"),
        ("示安〔2026〕1号", "示安〔2026〕1号"),
    ],
)
def test_the_texts_own_days_move_and_others_stay(before: str, after: str) -> None:
    assert moved(before) == after


def test_another_first_day_keeps_the_distances() -> None:
    later = Move(date(2026, 6, 1), date(2026, 9, 1))
    assert moved("6月1日至6月10日", later) == "9月1日至9月10日"
    assert moved("11月20日开始", later) == "2027年2月20日开始"
    assert later.day(date(2026, 6, 30)) == date(2026, 9, 30)


@given(
    st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    st.integers(0, 300),
    st.integers(1, 6),
    st.integers(-40, 40),
)
def test_days_keep_their_order_and_deadlines_are_workdays(
    base: date, distance: int, years: int, off: int
) -> None:
    year = base.year + years
    new = base.replace(year=year, day=min(base.day, 28)) + timedelta(days=off)
    move, day = Move(base, new), base + timedelta(days=distance)
    assert abs((move.day(day) - new).days - distance) <= 4
    deadline = move.deadline(day)
    assert deadline <= max(move.day(day), new)
    assert CHINA.is_workday(deadline) or deadline == move.day(day)


@given(st.text(max_size=40), st.data())
def test_places_lead_into_the_edited_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    edits = [Edit(low, high, "新") for low, high in zip(cuts[::2], cuts[1::2], strict=False)]
    made, place = applied(text, edits)
    for at in range(len(text) + 1):
        assert 0 <= place(at, False) <= place(at, True) <= len(made)
    for at, char in enumerate(text):
        if not any(edit.start <= at < edit.end for edit in edits):
            assert made[place(at, False)] == char


@pytest.fixture
def template(cast: Cast) -> PlanTemplate:
    factories(cast, 2)
    plan = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    return service.make_template(
        campaign_id=plan.pk, name="轻工整治", notes="先问社区。", by=cast.zhou, at=AUGUST
    )


def started(cast: Cast, template: PlanTemplate, day: date = date(2027, 6, 1)) -> Campaign:
    return service.start_from_template(
        template_id=template.pk, starts_on=day, by=cast.zhou, at=AUGUST
    )


def test_a_template_keeps_distances_and_no_figures(template: PlanTemplate) -> None:
    assert "群众满意度达到＿＿%以上" in template.text
    assert "企业自查率达到100%" in template.text
    by_quote = {one["quote"]: one for one in template.items}
    sent = by_quote["镇安全办于6月25日前报送自查汇总表"]
    assert sent["days"] == {"due": 24}
    assert sent["data"]["due"] is None
    assert by_quote["群众满意度达到＿＿%以上"]["data"]["value"] is None


def test_next_years_draft_is_dated_marked_and_undecided(cast: Cast, template: PlanTemplate) -> None:
    plan = started(cast, template)
    assert "2027年6月11日至7月20日" in plan.text
    items = list(plan.items.all())
    assert {item.decision for item in items} == {Decision.PENDING}
    assert {item.rule for item in items} == {"template"}
    assert all(plan.text[item.start_char : item.end_char] == item.quote for item in items)
    phases = [(one.data["start"], one.data["end"]) for one in items if one.kind == ItemKind.PHASE]
    assert phases[0] == ("2027-06-01", "2027-06-10")
    (sent,) = [one for one in items if one.data.get("what") == "自查汇总表"]
    assert (sent.data["due"], sent.quote) == ("2027-06-25", "镇安全办于6月25日前报送自查汇总表")
    (task,) = [one for one in items if one.kind == ItemKind.TASK]
    assert (task.data["due"], "6月18日前" in task.quote) == (
        "2027-06-18",
        True,
    )  # the 20th is a Sunday
    assert [one.data["metric"] for one in items if one.kind == ItemKind.TARGET] == ["自查率"]
    assert started(cast, template) == plan


def test_the_blank_figure_is_filled_in_by_a_person(cast: Cast, template: PlanTemplate) -> None:
    plan = started(cast, template)
    blank = plan.items.get(kind=ItemKind.ANOMALY)
    assert "没有沿用上年的数值" in blank.data["message"]
    settle_anomaly(
        item_id=blank.pk, reading="企业隐患整改率达到95%以上", by=cast.zhou, at=AUGUST,
        version=blank.version,
    )  # fmt: skip
    assert plan.items.filter(kind=ItemKind.TARGET, data__value=95.0).exists()
    assert metric_keys()


def test_who_may_make_use_and_change(cast: Cast, template: PlanTemplate) -> None:
    draft = a_plan(cast.zhou, cast.town_one)
    with pytest.raises(Refused, match="下达过的方案才能存为模板"):
        service.make_template(campaign_id=draft.pk, name="甲", notes="", by=cast.zhou, at=AUGUST)
    with pytest.raises(BadInput, match="名称"):
        service.make_template(campaign_id=template.source_id, name=" ", notes="", by=cast.zhou,
                              at=AUGUST)  # fmt: skip
    with pytest.raises(NotFound):
        service.make_template(campaign_id=template.source_id, name="甲", notes="", by=cast.sun,
                              at=AUGUST)  # fmt: skip
    with pytest.raises(NotAllowed):
        service.make_template(campaign_id=template.source_id, name="甲", notes="", by=cast.lin,
                              at=AUGUST)  # fmt: skip
    with pytest.raises(NotFound):
        service.start_from_template(template_id=template.pk, starts_on=date(2027, 6, 1),
                                    by=cast.sun, at=AUGUST)  # fmt: skip
    with pytest.raises(NotAllowed, match="您只能使用"):
        service.edit_template(template_id=template.pk, name="甲", notes="", version=1, by=cast.wu)
    service.retire_template(template_id=template.pk, retired=True, by=cast.zhou)
    with pytest.raises(Refused, match="已停用"):
        started(cast, template)


def test_a_superiors_template_may_be_used(cast: Cast) -> None:
    factories(cast, 1)
    plan = launched(a_plan(cast.wu, cast.county), cast.wu)
    template = service.make_template(campaign_id=plan.pk, name="县模板", notes="", by=cast.wu,
                                     at=AUGUST)  # fmt: skip
    made = started(cast, template)
    assert made.organisation == cast.town_one


@time_machine.travel(AUGUST, tick=False)
def test_by_the_pages(cast: Cast, template: PlanTemplate) -> None:
    zhou, root = signed_in(cast.zhou), template.get_absolute_url()
    make = f"/library/plans/{template.source_id}/template/"
    assert make in zhou.get(f"/library/plans/{template.source_id}/").content.decode()
    assert zhou.post(make, {"name": ""}).status_code == 422
    assert zhou.post(make, {"name": "第二个"}).status_code == 302
    assert "第二个" in zhou.get("/library/templates/").content.decode()
    page = zhou.get(root).content.decode()
    assert "开始后第 24 天" in page
    assert "数值每年另定" in page
    assert zhou.post(f"{root}edit/", {"name": "新名", "notes": "", "version": 1}).status_code == 302
    assert zhou.post(f"{root}edit/", {"name": "晚了", "version": 1}).status_code == 422
    assert zhou.post(f"{root}edit/", {"name": "", "version": 2}).status_code == 422
    assert zhou.post(f"{root}start/", {"starts_on": "2090-01-01"}).status_code == 422
    answer = zhou.post(f"{root}start/", {"starts_on": "2027-06-01"})
    assert answer["Location"].endswith("/confirm/")
    assert zhou.post(f"{root}retire/", {"on": "1"}).status_code == 302
    assert zhou.post(f"{root}start/", {"starts_on": "2027-06-01"}).status_code == 422
    assert "已停用" in zhou.get(root).content.decode()
    assert signed_in(cast.sun).get(root).status_code == 404
