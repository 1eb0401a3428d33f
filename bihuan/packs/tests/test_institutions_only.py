"""“两非”: only institutions are checked; nothing about a person can be written down anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.services.items import add_item
from bihuan.campaigns.services.launch import launch_campaign, suggested_choices
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.duties.models import Duty
from bihuan.duties.services import record_duty
from bihuan.hazards.models import Hazard
from bihuan.hazards.services import report_hazard, report_rectification
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.hazards.tests.given import a_photo
from bihuan.inspections.models import SelfCheck, SelfCheckAnswer
from bihuan.inspections.services import Given, save_answers
from bihuan.inspections.states import Answer
from bihuan.kernel.errors import BadInput
from bihuan.loop.states import EvidenceKind
from bihuan.packs.loading import pack_by
from bihuan.packs.queries import packs_of
from bihuan.packs.rules import is_private
from bihuan.packs.tests.given import (
    Stage,
    a_stage,
    confirmed,
    drafted,
    noon,
    started,
    with_one_fault,
)
from bihuan.people.tests.given import Cast

PRIVATE = "李某怀孕三个月，身份证 11010519900307123X。"


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """The people of a campaign of the pack."""
    return a_stage(cast, pack_by("two_bans"))


@pytest.fixture
def running(stage: Stage) -> Campaign:
    """The campaign, launched."""
    return started(stage, confirmed(stage, drafted(stage)))


def test_the_clause_about_persons_stays_in_the_text_and_brings_nothing_forth(
    stage: Stage,
) -> None:
    campaign = drafted(stage)
    (private,) = [
        one for one in campaign.draft["clauses"] if one["kind"] == "out_of_scope_personal"
    ]
    text = campaign.text[private["start_char"] : private["end_char"]]
    assert "孕情" in text
    inside = campaign.items.filter(
        start_char__lt=private["end_char"], end_char__gt=private["start_char"]
    )
    assert not inside.exists()


def test_no_item_of_the_plan_or_of_the_pack_is_about_a_person(stage: Stage) -> None:
    campaign = drafted(stage, rows=len(stage.pack.rows))
    assert campaign.items.filter(kind=ItemKind.CHECK_ITEM).count() > len(stage.pack.rows)
    for item in campaign.items.all():
        for value in item.data.values():
            assert not isinstance(value, str) or not is_private(value), value


def test_no_table_of_the_product_has_a_column_for_a_persons_body(db: None) -> None:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            label = str(getattr(field, "verbose_name", ""))
            assert not is_private(label), f"{model.__name__}.{field.name}"


def test_a_plan_that_names_the_matter_is_guarded_without_anybody_choosing_the_pack(
    cast: Cast, stage: Stage
) -> None:
    (campaign,) = import_plan(
        text="关于开展“两非”整治工作的方案\n一、整治目标\n机构自查率达到100%。\n",
        organisation=cast.county, by=cast.wu, at=noon(stage.day),
    )  # fmt: skip
    assert [one.code for one in packs_of(campaign)] == ["two_bans"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (ItemKind.CHECK_ITEM, {"text": "逐户核对育龄妇女孕情"}),
        (ItemKind.DUTY, {"action": "走访孕妇", "count": 1, "period": "month"}),
        (ItemKind.TARGET, {
            "subject": "辖区", "metric": "孕情登记率", "op": ">=", "value": 100, "unit": "%"}),
        (ItemKind.TASK, {"action": "收集患者病历"}),
    ],
)  # fmt: skip
def test_a_person_cannot_add_an_item_about_persons(
    stage: Stage, kind: ItemKind, data: dict[str, object]
) -> None:
    campaign = drafted(stage)
    before = campaign.items.count()
    with pytest.raises(BadInput, match="本行动只检查机构"):
        add_item(
            campaign_id=campaign.pk, kind=kind, start=0, end=10, data=data, by=stage.clerk,
            at=noon(stage.day),
        )  # fmt: skip
    assert campaign.items.count() == before


def test_what_slipped_in_is_caught_at_the_launch(stage: Stage) -> None:
    campaign = confirmed(stage, drafted(stage))
    item = campaign.items.filter(kind=ItemKind.CHECK_ITEM, decision=Decision.ACCEPTED)[0]
    item.data = {**item.data, "text": "登记孕妇名单"}
    item.save()
    choices = replace(
        suggested_choices(campaign, on=stage.day), sectors=stage.pack.sectors, tags=stage.pack.tags
    )
    with pytest.raises(BadInput, match="个人孕产情况"):
        launch_campaign(
            campaign_id=campaign.pk, choices=choices, by=stage.chief, at=noon(stage.day)
        )


def test_a_self_check_that_names_a_person_is_refused_and_keeps_nothing(
    stage: Stage, running: Campaign
) -> None:
    check = SelfCheck.objects.get(enterprise=stage.factory.enterprise, campaign_ref=running.pk)
    item = check.checklist.items.all()[0]
    fail = Given(item.pk, Answer.FAIL)
    for given in (
        replace(fail, note=PRIVATE), replace(fail, place=PRIVATE), replace(fail, owner=PRIVATE),
        replace(fail, measures=PRIVATE),
    ):  # fmt: skip
        with pytest.raises(BadInput, match="个人孕产情况") as refused:
            save_answers(
                self_check_id=check.pk, given=[given], by=stage.factory.qian, at=noon(stage.day)
            )
        assert "身份证号" in refused.value.message
    assert not SelfCheckAnswer.objects.filter(self_check=check).exists()


def test_a_hazard_of_the_campaign_that_names_a_person_is_refused_at_every_step(
    stage: Stage, running: Campaign
) -> None:
    at = noon(stage.day + timedelta(days=1))
    with pytest.raises(BadInput, match="系统不登记个人信息"):
        report_hazard(
            enterprise=stage.factory.enterprise, summary=PRIVATE, source=HazardSource.PATROL,
            by=stage.cast.lin, at=at, campaign_ref=running.pk, level=HazardLevel.GENERAL,
        )  # fmt: skip
    assert not Hazard.objects.exists()
    hazard = with_one_fault(stage, running, on=stage.day + timedelta(days=1))
    photo = a_photo(EvidenceKind.PHOTO_AFTER, stage.factory.qian, stage.factory.enterprise, at=at)
    with pytest.raises(BadInput, match="系统不登记个人信息"):
        report_rectification(
            hazard_id=hazard.pk, note=PRIVATE, evidence=[photo], by=stage.factory.qian, at=at
        )
    report_rectification(
        hazard_id=hazard.pk, note="终止妊娠药品台账已补记。", evidence=[photo],
        by=stage.factory.qian, at=at,
    )  # fmt: skip


def test_a_record_of_a_duty_may_name_no_person_either(stage: Stage, running: Campaign) -> None:
    duty = Duty.objects.get(campaign_ref=running.pk, enterprise=stage.factory.enterprise)
    day = max(duty.period_start, stage.day)
    for summary, place in ((PRIVATE, ""), ("清点药品台账。", "孕妇家中")):
        with pytest.raises(BadInput, match="个人孕产情况"):
            record_duty(
                duty_id=duty.pk, done_on=day, by=stage.factory.feng, at=noon(day),
                summary=summary, place=place,
            )  # fmt: skip


def test_elsewhere_the_same_words_are_nobodys_business_here(stage: Stage) -> None:
    hazard = report_hazard(
        enterprise=stage.factory.enterprise, summary="孕妇通道被堵塞。",
        source=HazardSource.PATROL, by=stage.cast.lin, at=noon(stage.day),
    )  # fmt: skip
    assert hazard.pk
