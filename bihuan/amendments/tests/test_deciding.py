"""What a revised text changes is found, its effects are told, and people decide."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bihuan.amendments.effects import Effects
from bihuan.amendments.models import Amendment
from bihuan.amendments.services import comparing, deciding
from bihuan.amendments.states import AmendmentState, ChangeDecision
from bihuan.amendments.tests.given import (
    JUNE_16,
    REVISED,
    change_of,
    compared,
    decided,
)
from bihuan.campaigns import guards
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.given import PLAN
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, NotIndependent, Problem, Refused
from bihuan.people.tests.given import Cast


def test_what_changed_is_found_and_nothing_else(running: Campaign, cast: Cast) -> None:
    amendment = compared(running, cast)
    told = [(one.verb, one.kind, one.after_text) for one in amendment.changes.all()]
    assert told == [
        ("changed", "target", "隐患　整改率 ≥ 98%"),
        ("changed", "phase", "自查自纠阶段　2026-06-11 至 2026-07-31"),
        ("changed", "phase", "集中整治阶段　2026-08-01 至 2026-10-31"),
        ("new", "check_item", "检查内容　电动自行车是否在楼内停放充电"),
        ("changed", "duty", "镇领导　带队检查　每周 1 次"),
        ("changed", "deliverable", "各社区　自查情况　报 镇安全办　截止 2026-08-05"),
    ]
    assert amendment.self_check_due_on == date(2026, 7, 31)  # it ended with its phase
    assert amendment.state == AmendmentState.COMPARING
    assert amendment.created_by == cast.zhou


def test_what_a_person_corrected_is_kept_and_a_contradiction_is_named(
    running: Campaign, cast: Cast
) -> None:
    item = running.items.get(kind="phase", data__name="自查自纠阶段")
    item.data = {**item.data, "name": "企业自查阶段", "end": "2026-07-25"}
    item.save()
    change = compared(running, cast).changes.get(item=item)
    assert change.after["name"] == "企业自查阶段"
    assert change.after["end"] == "2026-07-31"
    assert change.conflicts == ["end"]


def test_what_a_person_rejected_does_not_come_back(running: Campaign, cast: Cast) -> None:
    running.items.filter(kind="duty").update(decision="rejected")
    assert change_of(compared(running, cast), "duty") is None
    assert not Amendment.objects.get().changes.filter(kind="duty").exists()


def test_every_effect_is_told_before_anybody_decides(running: Campaign, cast: Cast) -> None:
    amendment = compared(running, cast)
    effects = Effects(amendment, on=date(2026, 6, 16))
    told = {
        one.kind: " ".join(it.text for it in effects.of(one)) for one in amendment.changes.all()
    }
    assert "目标值：≥95% → ≥98%" in told["target"]
    assert "2026年9月30日 → 2026年10月31日" in told["phase"]
    assert "每月 3 次 → 每周 1 次" in told["duty"]
    assert "自2026年7月1日起按新要求；已派发 1 项仍按原要求办理" in told["duty"]
    assert "2026年7月25日 → 2026年8月5日" in told["deliverable"]
    whole = effects.overall(list(amendment.changes.all()))
    assert any("尚未开始的 3 家改用新版" in one.text for one in whole.self_checks)
    assert any("自查期限：2026年7月20日 → 2026年7月31日" in one.text for one in whole.self_checks)
    assert whole.scope == []


def test_who_may_hand_a_revision_in_and_when(running: Campaign, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        comparing.draft_amendment(
            campaign_id=running.pk, data=REVISED.encode(), name="x.txt", reason="r", by=cast.lin,
            at=JUNE_16,
        )  # fmt: skip
    with pytest.raises(NotFound):
        comparing.draft_amendment(
            campaign_id=running.pk, data=REVISED.encode(), name="x.txt", reason="r", by=cast.sun,
            at=JUNE_16,
        )  # fmt: skip
    with pytest.raises(BadInput, match="一字不差"):
        compared(running, cast, text=PLAN)
    compared(running, cast)
    with pytest.raises(Refused, match="已有一次修订没有办完"):
        compared(running, cast)


# --- decisions ---------------------------------------------------------------------------------


def test_approval_needs_every_decision_and_another_person(running: Campaign, cast: Cast) -> None:
    amendment = compared(running, cast)
    with pytest.raises(BadInput, match="还有 6 处没有定取舍"):
        deciding.submit_amendment(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)
    decided(amendment, cast)
    deciding.submit_amendment(amendment_id=amendment.pk, by=cast.zhao, at=JUNE_16)
    with pytest.raises(NotAllowed):
        deciding.approve_amendment(amendment_id=amendment.pk, by=cast.lin, at=JUNE_16)
    with pytest.raises(NotIndependent):
        deciding.approve_amendment(amendment_id=amendment.pk, by=cast.zhao, at=JUNE_16)
    deciding.approve_amendment(amendment_id=amendment.pk, by=cast.li, at=JUNE_16)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.APPLYING


def test_the_chief_who_hands_a_revision_in_does_not_confirm_it(
    running: Campaign, cast: Cast
) -> None:
    amendment = comparing.draft_amendment(
        campaign_id=running.pk, data=REVISED.encode(), name="x.txt", reason="r", by=cast.zhao,
        at=JUNE_16,
    )  # fmt: skip
    decided(amendment, cast)
    deciding.submit_amendment(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)
    with pytest.raises(NotIndependent, match="由您上传"):
        deciding.approve_amendment(amendment_id=amendment.pk, by=cast.zhao, at=JUNE_16)


def test_a_change_may_be_written_otherwise(running: Campaign, cast: Cast) -> None:
    amendment = compared(running, cast)
    change = change_of(amendment, "target")
    with pytest.raises(BadInput):
        deciding.decide_change(
            change_id=change.pk, decision=ChangeDecision.EDITED, by=cast.zhou, at=JUNE_16,
            data={"value": "980"},
        )  # fmt: skip
    change = deciding.decide_change(
        change_id=change.pk, decision=ChangeDecision.EDITED, by=cast.zhou, at=JUNE_16,
        data={"value": "97"},
    )  # fmt: skip
    assert change.decision == ChangeDecision.EDITED
    assert change.data["value"] == 97


def test_the_sure_ones_are_adopted_at_once(running: Campaign, cast: Cast) -> None:
    amendment = compared(
        running, cast, text=REVISED.replace("3.疏散通道、安全出口是否畅通；\n", "")
    )
    deciding.adopt_sure(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)
    left = amendment.changes.filter(decision=ChangeDecision.OPEN)
    assert all(one.verb == "gone" or one.confidence < deciding.SURE for one in left)
    assert left.exists()


def test_a_plan_changed_meanwhile_is_compared_again_and_decisions_stand(
    running: Campaign, cast: Cast
) -> None:
    amendment = decided(compared(running, cast), cast)
    Campaign.objects.filter(pk=running.pk).update(revision=running.revision + 50)
    with pytest.raises(BadInput, match="重新比对"):
        deciding.submit_amendment(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)
    comparing.compare_again(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)
    deciding.submit_amendment(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)


def test_a_day_that_is_over_is_refused(running: Campaign, cast: Cast) -> None:
    amendment = compared(running, cast)
    with pytest.raises(BadInput) as refusal:
        deciding.set_options(
            amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16,
            options=deciding.Options(date(2026, 6, 16), date(2026, 6, 1), ()),
        )  # fmt: skip
    told = refusal.value.message
    assert "不能早于明天" in told
    assert "早于今天" in told
    assert "区划" in told


def test_a_higher_domain_may_forbid_a_new_duty(
    running: Campaign, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def filed_first(_campaign: Campaign, holder: str, data: Any, on: date) -> list[Problem]:
        assert on == date(2026, 6, 16)
        return [Problem("检查职责", f"{data['action']}没有备案")] if holder == "inspector" else []

    monkeypatch.setitem(guards._duty_guards, "test", filed_first)
    text = PLAN.replace("五、工作要求\n", "五、工作要求\n镇安全办检查人员每月至少开展4次现场检查。")
    amendment = decided(compared(running, cast, text=text), cast)
    with pytest.raises(BadInput, match="没有备案"):
        deciding.submit_amendment(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)
    change = amendment.changes.get(kind="duty", verb="new")
    deciding.decide_change(
        change_id=change.pk, decision=ChangeDecision.REFUSED, by=cast.zhou, at=JUNE_16
    )
    deciding.submit_amendment(amendment_id=amendment.pk, by=cast.zhou, at=JUNE_16)
