"""What phases bring, and the page that shows a phase by unit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.running import noon
from bihuan.kernel.errors import BadInput, EvidenceMissing, NotAllowed, NotFound, NotIndependent
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import Area, User
from bihuan.people.tests.given import TOWN_ONE, Cast
from bihuan.phasework.models import PhaseOutput
from bihuan.phasework.progress import phase_lines, phase_shown, progress_of
from bihuan.phasework.queries import items_of_phases
from bihuan.phasework.services import outputs
from bihuan.phasework.states import OutputState

JUNE_9 = noon(date(2026, 6, 9))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def minutes(by: User) -> Evidence:
    return keep_file(
        PDF, name="部署会议记录.pdf", kind=EvidenceKind.ATTACHMENT, area=TOWN_ONE,
        enterprise_id=None, by=by, at=JUNE_9,
    )  # fmt: skip


def planned(campaign: Campaign, cast: Cast, **more: Any) -> PhaseOutput:
    given: dict[str, Any] = {
        "kind": "deployment", "title": "动员部署会记录", "organisation_id": cast.town_one.pk,
        "asked_by": date(2026, 6, 10), "phase_id": campaign.phases.get(number=1).pk, **more,
    }  # fmt: skip
    return outputs.plan_output(
        campaign_id=campaign.pk, given=outputs.NewOutput(**given), by=cast.zhou, at=JUNE_9
    )


def test_an_output_is_recorded_with_its_document_and_checked_by_another(
    running: Campaign, cast: Cast
) -> None:
    output = planned(running, cast)
    with pytest.raises(EvidenceMissing):
        outputs.record_output(
            output_id=output.pk, held_on=date(2026, 6, 8), evidence=[], by=cast.zhou, at=JUNE_9
        )
    with pytest.raises(BadInput, match="晚于今天"):
        outputs.record_output(
            output_id=output.pk, held_on=date(2026, 6, 10), evidence=[minutes(cast.zhou)],
            by=cast.zhou, at=JUNE_9,
        )  # fmt: skip
    output = outputs.record_output(
        output_id=output.pk, held_on=date(2026, 6, 8), evidence=[minutes(cast.zhou)],
        note="传达方案，明确分工", by=cast.zhou, at=JUNE_9,
    )  # fmt: skip
    assert (output.state, output.detail) == (OutputState.RECORDED, "传达方案，明确分工")
    with pytest.raises(NotIndependent):
        outputs.accept_output(output_id=output.pk, by=cast.zhou, at=JUNE_9)
    with pytest.raises(NotAllowed):
        outputs.accept_output(output_id=output.pk, by=cast.lin, at=JUNE_9)
    output = outputs.accept_output(output_id=output.pk, by=cast.zhao, at=JUNE_9)
    assert output.state == OutputState.ACCEPTED


def test_a_standing_result_says_its_type_and_whether_it_treats_the_root(
    running: Campaign, cast: Cast
) -> None:
    with pytest.raises(BadInput) as refusal:
        planned(running, cast, kind="result", title=" ", asked_by=None)
    for word in ("名称", "要求日期", "成果类型", "治标或治本"):
        assert word in refusal.value.message
    result = planned(
        running, cast, kind="result", title="粉尘清扫制度", result_type="rule", depth="root"
    )
    assert (result.get_result_type_display(), result.get_depth_display()) == ("制度成果", "治本")
    meeting = planned(running, cast, kind="promotion", result_type="rule", depth="root")
    assert (meeting.result_type, meeting.depth) == ("", "")


def test_other_towns_and_posts_write_nothing_here(running: Campaign, cast: Cast) -> None:
    given = outputs.NewOutput("plan", "计划", cast.town_one.pk, date(2026, 6, 10))
    with pytest.raises(NotFound):
        outputs.plan_output(campaign_id=running.pk, given=given, by=cast.sun, at=JUNE_9)
    with pytest.raises(NotAllowed):
        outputs.plan_output(campaign_id=running.pk, given=given, by=cast.lin, at=JUNE_9)
    abroad = outputs.NewOutput("plan", "计划", cast.town_two.pk, date(2026, 6, 10))
    with pytest.raises(NotFound):
        outputs.plan_output(campaign_id=running.pk, given=abroad, by=cast.zhou, at=JUNE_9)


def test_items_belong_to_the_phase_that_says_them_or_in_which_they_are_due(
    running: Campaign, cast: Cast
) -> None:
    by_phase = items_of_phases(running)
    first, second, third = running.phases.order_by("number")
    told = {
        phase.name: [item.quote for item in by_phase[phase.pk]] for phase in (first, second, third)
    }
    assert told["动员部署阶段"] == []
    assert set(told["自查自纠阶段"]) == {
        "企业自查率达到100%", "镇安全办于6月25日前报送自查汇总表", "镇安全办于6月20日前建立企业台账",
    }  # fmt: skip
    assert told["集中整治阶段"] == []


def test_a_phase_is_shown_with_its_items_and_units(running: Campaign, cast: Cast) -> None:
    phase = running.phases.get(number=2)
    area = Area.objects.get(code=TOWN_ONE)
    view = progress_of(running, phase, area=area, on=date(2026, 7, 21))
    assert {label for label, _ in view.groups} == {"目标", "任务", "报送"}
    assert (view.done, view.tracked) == (0, 3)
    assert [row.name for row in view.rows] == ["甲社区", "示例一镇合计"]
    keys = [one.key for one in view.columns]
    assert keys == [
        "self_check.rate",
        "hazard.closing_rate",
        "duty.done_rate",
        "deliverable.on_time_rate",
    ]
    whole = dict(zip(keys, view.rows[-1].cells, strict=True))
    assert whole["deliverable.on_time_rate"].whole == 3  # two in the phase by day, one monthly
    assert whole["deliverable.on_time_rate"].part == 0


def test_the_phase_that_runs_is_shown_first(running: Campaign, cast: Cast) -> None:
    names = {
        day: phase.name if (phase := phase_shown(running, None, on=day)) else None
        for day in (date(2026, 5, 1), date(2026, 6, 5), date(2026, 8, 1), date(2027, 1, 1))
    }
    assert list(names.values()) == ["动员部署阶段", "动员部署阶段", "集中整治阶段", "集中整治阶段"]
    lines = phase_lines(running, on=date(2026, 6, 5), shown=None)
    assert next(line.dates for line in lines) == "2026-06-01 至 2026-06-10"
