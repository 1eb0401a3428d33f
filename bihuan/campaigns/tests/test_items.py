"""Items are decided by people, one at a time or many, and nothing is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bihuan.campaigns.models import Campaign, PlanItemChange
from bihuan.campaigns.services import doubts
from bihuan.campaigns.services import items as service
from bihuan.campaigns.services.importing import discard_draft
from bihuan.campaigns.states import Decision, ItemAction, ItemKind
from bihuan.campaigns.tests.given import PLAN, a_draft, first_of
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, StaleVersion, StepRefused
from bihuan.loop.models import Todo
from bihuan.people.tests.given import Cast

LATER = JUNE_1 + timedelta(minutes=5)


def test_accepting_keeps_the_reading_and_says_who_decided(cast: Cast, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    done = service.decide(
        item_id=phase.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=LATER, version=1
    )
    assert (done.decision, done.decided_by, done.decided_at) == (
        Decision.ACCEPTED, cast.zhou, LATER,
    )  # fmt: skip
    assert (done.data, done.version) == (done.original, 2)
    draft.refresh_from_db()
    assert draft.revision == 1
    (change,) = PlanItemChange.objects.filter(item=phase)
    assert (change.action, change.by_name) == (ItemAction.ACCEPT, "周")
    assert change.before["decision"] == Decision.PENDING
    assert change.after["decision"] == Decision.ACCEPTED


def test_correcting_checks_the_fields_and_keeps_what_was_read(cast: Cast, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    with pytest.raises(BadInput, match="结束日期：早于开始日期"):
        service.decide(
            item_id=phase.pk, decision=Decision.CORRECTED, by=cast.zhou, at=LATER, version=1,
            data={"start": "2026-06-20", "end": "2026-06-10"},
        )  # fmt: skip
    done = service.decide(
        item_id=phase.pk, decision=Decision.CORRECTED, by=cast.zhou, at=LATER, version=1,
        data={"end": "2026-06-12"},
    )  # fmt: skip
    assert done.decision == Decision.CORRECTED
    assert (done.data["end"], done.original["end"]) == ("2026-06-12", phase.original["end"])


def test_unknown_fields_are_refused(cast: Cast, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    with pytest.raises(BadInput, match="owner：不是这类条目的内容"):
        service.decide(
            item_id=phase.pk, decision=Decision.CORRECTED, by=cast.zhou, at=LATER, version=1,
            data={"owner": "甲"},
        )  # fmt: skip


def test_a_rejected_item_does_not_stand_and_undo_brings_it_back(
    cast: Cast, draft: Campaign
) -> None:
    duty = first_of(draft, ItemKind.DUTY)
    out = service.decide(
        item_id=duty.pk, decision=Decision.REJECTED, by=cast.zhou, at=LATER, version=1
    )
    assert not out.stands
    back = service.undo(item_id=duty.pk, by=cast.zhao, at=LATER, version=2)
    assert (back.decision, back.decided_by, back.version) == (Decision.PENDING, None, 3)
    with pytest.raises(StepRefused, match="无可撤销"):
        service.undo(item_id=duty.pk, by=cast.zhao, at=LATER, version=3)
    assert [one.action for one in duty.changes.all()] == [ItemAction.REJECT, ItemAction.UNDO]


def test_undoing_a_correction_restores_what_was_read(cast: Cast, draft: Campaign) -> None:
    duty = first_of(draft, ItemKind.DUTY)
    service.decide(
        item_id=duty.pk, decision=Decision.CORRECTED, by=cast.zhou, at=LATER, version=1,
        data={"count": 5},
    )  # fmt: skip
    back = service.undo(item_id=duty.pk, by=cast.zhou, at=LATER, version=2)
    assert back.data == back.original


def test_the_second_of_two_people_is_told_who_was_first(cast: Cast, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    service.decide(item_id=phase.pk, decision=Decision.ACCEPTED, by=cast.zhao, at=LATER, version=1)
    with pytest.raises(StaleVersion, match=r"赵在.*“采纳”，现为“已采纳”"):
        service.decide(
            item_id=phase.pk, decision=Decision.REJECTED, by=cast.zhou, at=LATER, version=1
        )
    phase.refresh_from_db()
    assert phase.decision == Decision.ACCEPTED
    assert phase.changes.count() == 1


def test_a_suggested_metric_is_bound_only_when_a_person_sends_it(
    cast: Cast, draft: Campaign
) -> None:
    target = draft.items.get(kind=ItemKind.TARGET, data__metric_key="self_check.rate")
    silent = service.decide(
        item_id=target.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=LATER, version=1
    )
    assert silent.data["metric_key"] is None
    bound = service.decide(
        item_id=target.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=LATER, version=2,
        data={"metric_key": "self_check.rate"},
    )  # fmt: skip
    assert (bound.decision, bound.data["metric_key"]) == (Decision.ACCEPTED, "self_check.rate")
    with pytest.raises(BadInput, match="对应指标：系统中没有这个指标"):
        service.decide(
            item_id=target.pk, decision=Decision.CORRECTED, by=cast.zhou, at=LATER, version=3,
            data={"metric_key": "made.up"},
        )  # fmt: skip


def test_accepting_in_bulk_leaves_doubts_unsure_items_and_bindings(
    cast: Cast, draft: Campaign
) -> None:
    target = draft.items.get(kind=ItemKind.TARGET, data__metric_key="self_check.rate")
    done = service.bulk_accept(campaign_id=draft.pk, min_confidence=0.9, by=cast.zhou, at=LATER)
    assert done
    assert all(item.confidence >= 0.9 for item in done)
    assert PlanItemChange.objects.count() == len(done)
    draft.refresh_from_db()
    assert draft.revision == len(done)
    waiting = draft.items.filter(decision=Decision.PENDING)
    assert target in waiting
    assert first_of(draft, ItemKind.ANOMALY) in waiting
    assert not service.bulk_accept(campaign_id=draft.pk, min_confidence=0.9, by=cast.zhou, at=LATER)


def test_accepting_in_bulk_can_be_narrowed_to_kinds(cast: Cast, draft: Campaign) -> None:
    done = service.bulk_accept(
        campaign_id=draft.pk, min_confidence=0, by=cast.zhou, at=LATER, only=[ItemKind.PHASE]
    )
    assert {item.kind for item in done} == {ItemKind.PHASE}


def test_a_selected_passage_becomes_an_item_with_the_exact_quote(
    cast: Cast, draft: Campaign
) -> None:
    wording = "督促整改"
    start = draft.text.index(wording)
    item = service.add_item(
        campaign_id=draft.pk, kind=ItemKind.TASK, start=start, end=start + len(wording) + 0,
        data={"action": "督促整改", "actor": "镇安全办"}, by=cast.zhou, at=LATER,
    )  # fmt: skip
    assert (item.quote, item.decision) == (wording, Decision.ADDED)
    assert draft.text[item.start_char : item.end_char] == item.quote
    assert item.stands


def test_blanks_around_a_selection_are_left_off(cast: Cast, draft: Campaign) -> None:
    start = draft.text.index("\n\n一、工作目标")
    item = service.add_item(
        campaign_id=draft.pk, kind=ItemKind.TASK, start=start, end=start + 8,
        data={"action": "目标"}, by=cast.zhou, at=LATER,
    )  # fmt: skip
    assert item.quote == "一、工作目标"


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 3), (0, 10**9)])
def test_a_passage_outside_the_text_is_refused(
    cast: Cast, draft: Campaign, start: int, end: int
) -> None:
    with pytest.raises(BadInput, match="不在方案原文中"):
        service.add_item(
            campaign_id=draft.pk, kind=ItemKind.TASK, start=start, end=end,
            data={"action": "目标"}, by=cast.zhou, at=LATER,
        )  # fmt: skip


def test_giving_up_an_added_item_can_be_undone(cast: Cast, draft: Campaign) -> None:
    item = service.add_item(
        campaign_id=draft.pk, kind=ItemKind.TASK, start=0, end=4, data={"action": "目标"},
        by=cast.zhou, at=LATER,
    )  # fmt: skip
    gone = service.undo(item_id=item.pk, by=cast.zhou, at=LATER, version=1)
    assert gone.decision == Decision.REJECTED
    again = service.undo(item_id=item.pk, by=cast.zhou, at=LATER, version=2)
    assert again.decision == Decision.ADDED


def test_taking_the_suggested_reading_makes_the_target_it_means(
    cast: Cast, draft: Campaign
) -> None:
    doubt = first_of(draft, ItemKind.ANOMALY)
    assert (doubt.quote, doubt.data["suggestion"]) == ("执法检查面力争达到20230%", "100%")
    assert not draft.items.filter(kind=ItemKind.TARGET, quote__contains="20230%").exists()
    settled, made = doubts.settle_anomaly(
        item_id=doubt.pk, reading="100%", by=cast.zhou, at=LATER, version=1
    )
    assert (settled.decision, settled.data["reading"]) == (Decision.ACCEPTED, "100%")
    assert (made.kind, made.data["value"], made.data["unit"]) == (ItemKind.TARGET, 100, "%")
    assert "20230%" in made.quote  # the plan's own words stay what they are
    assert draft.text[made.start_char : made.end_char] == made.quote
    assert made.data["metric_key"] is None


def test_a_target_read_anew_still_waits_for_its_metric(cast: Cast) -> None:
    text = PLAN.replace("企业自查率达到100%，", "企业自查率达到20230%，").replace(
        "20230%。", "90%。"
    )
    campaign = a_draft(cast, text=text)
    doubt = first_of(campaign, ItemKind.ANOMALY)
    _, made = doubts.settle_anomaly(
        item_id=doubt.pk, reading="100%", by=cast.zhou, at=LATER, version=1
    )
    assert (made.decision, made.data["metric_key"]) == (Decision.PENDING, "self_check.rate")
    assert service.is_sure(made, service.metric_keys()) is False
    done = service.decide(
        item_id=made.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=LATER, version=1,
        data={"metric_key": "self_check.rate"},
    )  # fmt: skip
    assert done.decision == Decision.ACCEPTED
    _settled, changed = doubts.settle_anomaly(
        item_id=doubt.pk, reading="98%", by=cast.zhou, at=LATER, version=2
    )
    assert (changed.pk, changed.data["value"]) == (made.pk, 98)
    assert changed.decision == Decision.CORRECTED
    assert changed.data["metric_key"] == "self_check.rate"  # a person had bound it


def test_another_reading_corrects_the_target_made_before(cast: Cast, draft: Campaign) -> None:
    doubt = first_of(draft, ItemKind.ANOMALY)
    _, made = doubts.settle_anomaly(
        item_id=doubt.pk, reading="100%", by=cast.zhou, at=LATER, version=1
    )
    settled, changed = doubts.settle_anomaly(
        item_id=doubt.pk, reading="90%", by=cast.zhou, at=LATER, version=2
    )
    assert settled.decision == Decision.CORRECTED
    assert (changed.pk, changed.data["value"]) == (made.pk, 90)


def test_keeping_the_text_settles_a_doubt_without_touching_anything(
    cast: Cast, draft: Campaign
) -> None:
    doubt = first_of(draft, ItemKind.ANOMALY)
    before = draft.items.count()
    (settled,) = doubts.settle_anomaly(
        item_id=doubt.pk, reading=None, by=cast.zhou, at=LATER, version=1
    )
    assert settled.decision == Decision.REJECTED
    assert draft.items.count() == before


def test_naming_a_plan_without_a_title_names_the_campaign(cast: Cast) -> None:
    campaign = a_draft(cast, text="一、工作目标\n全面排查整治安全隐患，确保安全形势稳定。\n")
    assert campaign.title == "夏季整治"  # the file's name, until somebody decides
    doubt = campaign.items.get(kind=ItemKind.ANOMALY, rule=doubts.TITLE_RULE)
    doubts.settle_anomaly(
        item_id=doubt.pk, reading="示例一镇夏季整治方案", by=cast.zhou, at=LATER, version=1
    )
    campaign.refresh_from_db()
    assert campaign.title == "示例一镇夏季整治方案"
    todo = Todo.objects.get(case_kind="campaign", case_id=campaign.pk)
    assert todo.title == "核对方案：示例一镇夏季整治方案"


def test_a_blank_date_filled_in_dates_the_phase(cast: Cast) -> None:
    text = PLAN.replace("（2026年7月21日至9月30日）", "（*年*月*日至*年*月*日）")
    campaign = a_draft(cast, text=text)
    doubt = campaign.items.get(kind=ItemKind.ANOMALY, data__kind="blank")
    phase = campaign.items.get(kind=ItemKind.PHASE, quote__contains="集中整治")
    assert (phase.data["start"], phase.data["end"]) == (None, None)
    _, *touched = doubts.settle_anomaly(
        item_id=doubt.pk, reading="2026年7月21日至2026年9月30日", by=cast.zhou, at=LATER, version=1
    )
    phase.refresh_from_db()
    assert phase in touched
    assert (phase.data["start"], phase.data["end"]) == ("2026-07-21", "2026-09-30")
    assert "*年*月*日" in phase.quote


def test_a_doubt_is_not_accepted_like_an_item(cast: Cast, draft: Campaign) -> None:
    doubt = first_of(draft, ItemKind.ANOMALY)
    with pytest.raises(BadInput, match="请选择一种写法"):
        service.decide(
            item_id=doubt.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=LATER, version=1
        )


def test_strangers_find_nothing_and_readers_may_not_decide(cast: Cast, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    with pytest.raises(NotFound):
        service.decide(
            item_id=phase.pk, decision=Decision.ACCEPTED, by=cast.sun, at=LATER, version=1
        )
    with pytest.raises(NotAllowed, match="不能核对方案"):
        service.decide(
            item_id=phase.pk, decision=Decision.ACCEPTED, by=cast.lin, at=LATER, version=1
        )
    phase.refresh_from_db()
    assert phase.decision == Decision.PENDING


def test_items_of_a_discarded_draft_stay_as_they_are(cast: Cast, draft: Campaign) -> None:
    discard_draft(campaign_id=draft.pk, reason="重复", by=cast.zhou, at=LATER, version=1)
    with pytest.raises(StepRefused, match="方案当前为“已作废”"):
        service.bulk_accept(campaign_id=draft.pk, min_confidence=0.5, by=cast.zhou, at=LATER)


def test_the_history_cannot_be_rewritten(cast: Cast, draft: Campaign) -> None:
    phase = first_of(draft, ItemKind.PHASE)
    service.decide(item_id=phase.pk, decision=Decision.ACCEPTED, by=cast.zhou, at=LATER, version=1)
    change = phase.changes.get()
    with pytest.raises(TypeError):
        change.save()
    with pytest.raises(TypeError):
        change.delete()
