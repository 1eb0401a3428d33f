"""签收: enterprises and communities sign, once per chain, and who has not is a list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.including import include_latecomers
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.tests.running import factories
from bihuan.cascade.models import Receipt
from bihuan.cascade.queries import handed_down
from bihuan.cascade.services.decomposing import Assigned, decompose
from bihuan.cascade.services.receipts import (
    ask_enterprises,
    ask_latecomers,
    not_asked,
    sign_receipt,
)
from bihuan.cascade.states import ReceiptState
from bihuan.cascade.tests.given import assigned, launched_below, taken_over
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.services import open_account
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.jobs.services import run_job
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, StepRefused
from bihuan.loop.models import Todo
from bihuan.metrics.measure import measure, records
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import VILLAGE_ONE, Cast, a_body, a_person

DUE = date(2026, 6, 8)


def asked(campaign: Campaign, by: User) -> None:
    job = ask_enterprises(campaign_id=campaign.pk, due_on=DUE, by=by, at=JUNE_1)
    done = run_job(job.pk, clock=lambda: JUNE_1)
    assert done.state == "done", done.message


def a_manager(firm: Enterprise) -> User:
    return open_account(
        enterprise=firm, username=f"firm{firm.pk}", name="钱", role=Role.SAFETY_MANAGER, by=None,
        at=JUNE_1,
    )  # fmt: skip


def test_every_enterprise_is_asked_once_and_signs_for_itself(cast: Cast, parent: Campaign) -> None:
    asked(parent, cast.wu)
    asked(parent, cast.wu)
    assert Receipt.objects.count() == 4
    firm = Enterprise.objects.order_by("pk")[0]
    qian = a_manager(firm)
    row = Receipt.objects.get(enterprise=firm)
    assert Todo.objects.get(case_kind="receipt", case_id=row.pk).enterprise_id == firm.pk
    with pytest.raises(NotAllowed, match="自己办理"):
        sign_receipt(receipt_id=row.pk, by=cast.zhou, at=JUNE_1, version=row.version)
    row = sign_receipt(receipt_id=row.pk, by=qian, at=JUNE_1, version=row.version)
    assert (row.state, row.signed_on) == (ReceiptState.SIGNED, date(2026, 6, 1))
    other = Receipt.objects.exclude(enterprise=firm)[0]
    with pytest.raises(NotFound):
        sign_receipt(receipt_id=other.pk, by=qian, at=JUNE_1, version=other.version)
    where = Where(area=cast.county.area_range, on=DUE, campaign=parent.pk)
    taken = measure(metric_of("cascade.receipts"), where)
    assert (taken.part, taken.whole) == (1, 4)
    assert records(metric_of("cascade.receipts"), where, "gap").count() == 3


def test_latecomers_are_asked_by_the_tick(cast: Cast, parent: Campaign) -> None:
    asked(parent, cast.wu)
    factories(cast, 1, area=VILLAGE_ONE + 1)
    job = include_latecomers(campaign_id=parent.pk, by=cast.wu, at=JUNE_1)
    run_job(job.pk, clock=lambda: JUNE_1)
    late = JUNE_1 + timedelta(days=20)
    assert ask_latecomers(at=late) == 1
    assert ask_latecomers(at=late) == 0
    assert Receipt.objects.order_by("-pk")[0].asked_by == date(2026, 6, 26)


def test_a_lower_plan_does_not_ask_the_same_enterprises_again(cast: Cast, parent: Campaign) -> None:
    asked(parent, cast.wu)
    (row,) = assigned(parent, cast, cast.town_one)
    child = launched_below(taken_over(row, cast.zhou), cast.zhou)
    assert not not_asked(child).exists()


def test_a_day_that_is_past_and_a_stranger_are_refused(cast: Cast, parent: Campaign) -> None:
    with pytest.raises(BadInput, match="早于今天"):
        ask_enterprises(campaign_id=parent.pk, due_on=date(2026, 5, 1), by=cast.wu, at=JUNE_1)
    with pytest.raises(NotFound):
        ask_enterprises(campaign_id=parent.pk, due_on=DUE, by=cast.zhou, at=JUNE_1)


def test_a_community_signs_for_its_share(cast: Cast, parent: Campaign) -> None:
    (row,) = assigned(parent, cast, cast.town_one)
    child = launched_below(taken_over(row, cast.zhou), cast.zhou)
    community = a_body("甲社区居委会", "community", VILLAGE_ONE)
    tang = a_person("tang", "唐", Role.GRID_WORKER, community)
    items = [item.pk for item in handed_down(child)]
    (receipt,) = decompose(
        campaign_id=child.pk, by=cast.zhou, at=JUNE_1,
        assigned=[Assigned(community.pk, items[:3], DUE, "sign")],
    )  # fmt: skip
    assert isinstance(receipt, Receipt)
    assert receipt.items == items[:3]
    sign_receipt(receipt_id=receipt.pk, by=tang, at=JUNE_1, version=receipt.version)
    receipt.refresh_from_db()
    assert receipt.state == ReceiptState.SIGNED
    with pytest.raises(StepRefused):
        sign_receipt(receipt_id=receipt.pk, by=tang, at=JUNE_1, version=receipt.version)


def test_the_end_of_the_campaign_ends_the_asking(cast: Cast, parent: Campaign) -> None:
    asked(parent, cast.wu)
    hand_over_by_default(campaign_id=parent.pk, by=cast.wu, at=JUNE_1)
    finish_campaign(campaign_id=parent.pk, note="完成", by=cast.wu, at=JUNE_1)
    assert set(Receipt.objects.values_list("state", flat=True)) == {ReceiptState.LAPSED}
    assert not Todo.objects.filter(case_kind="receipt").exists()
