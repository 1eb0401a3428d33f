"""The demo world is built by real services, is the same every time, and leaves work to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.cascade.models import Receipt, SubPlan
from bihuan.cascade.queries import carried_in
from bihuan.cascade.states import Carrying, ReceiptState, SubPlanState
from bihuan.demo import names
from bihuan.demo.build import build
from bihuan.demo.world import Sizes
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.rules import credit_code_problem
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel
from bihuan.loop.models import TrailRow
from bihuan.loop.queries import inbox
from bihuan.loop.services.seals import verify_trail
from bihuan.oversight.models import Bulletin
from bihuan.oversight.states import BulletinState
from bihuan.packs.loading import all_packs
from bihuan.packs.models import PackUse
from bihuan.people.demo import cast
from bihuan.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OPENING = date(2026, 11, 25)
SMALL = Sizes(enterprises=6, towns=1)


def _fingerprint() -> str:
    told = TrailRow.objects.order_by("id").values_list("case_kind", "step", "by_name", "at", "note")
    return hashlib.sha256(repr(list(told)).encode()).hexdigest()


def _build() -> str:
    build(SMALL, opening=OPENING, seed=1, progress=lambda *_: None)
    return _fingerprint()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Build the same year twice; keep the second and hand out the first one's fingerprint."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            first = _build()
            transaction.set_rollback(True)
        with transaction.atomic():
            _build()
            yield first
            transaction.set_rollback(True)


def test_the_same_seed_gives_the_same_year(world: str) -> None:
    assert world == _fingerprint()


def test_everybody_on_the_sign_in_page_can_sign_in_and_the_main_roles_have_work(
    world: str,
) -> None:
    members = [one.username for one in cast()]
    assert {"t101-clerk", "t101-chief", "t101-inspector", "e1-manager", "county-chief"} <= set(
        members
    )
    for username in ("t101-clerk", "t101-inspector", "t101-leader", "e1-manager"):
        assert inbox(User.objects.get(username=username)).exists(), username


def test_every_kind_of_campaign_is_there_and_bulletins_are_issued(world: str) -> None:
    states = set(Campaign.objects.values_list("state", flat=True))
    assert states == {CampaignState.ENDED, CampaignState.RUNNING, CampaignState.DRAFT}
    assert Bulletin.objects.filter(state=BulletinState.ISSUED).count() == 3


def test_every_sector_pack_is_played_at_its_stage(world: str) -> None:
    stages = {use.pack: use.campaign.state for use in PackUse.objects.select_related("campaign")}
    assert stages == {code: pack.sample.stage for code, pack in all_packs().items()}
    launched = Campaign.objects.filter(pack_uses__isnull=False).exclude(state=CampaignState.DRAFT)
    for campaign in launched:
        assert 1 <= campaign.participations.count() <= 6, campaign.title
        assert campaign.checklist is not None, campaign.title


def test_a_major_hazard_is_late_on_the_opening_day(world: str) -> None:
    late = Hazard.objects.open().filter(level=HazardLevel.MAJOR, due_on__lt=OPENING)
    assert late.exists()


def test_the_trail_of_the_year_verifies(world: str) -> None:
    assert TrailRow.objects.count() > 100
    assert list(verify_trail()) == []


def test_names_and_codes_are_well_formed_and_plainly_made_up(world: str) -> None:
    for enterprise in Enterprise.objects.all():
        assert "示例" in enterprise.name
        assert credit_code_problem(enterprise.credit_code) is None
        assert enterprise.principal_phone.startswith("100")
        assert enterprise.area // 10**6 == names.COUNTY // 10**6


def test_the_winter_campaign_went_down_to_the_town_and_came_back_recognised(world: str) -> None:
    (row,) = SubPlan.objects.all()
    assert row.state == SubPlanState.RECOGNISED
    assert row.child is not None
    assert row.child.state == CampaignState.RUNNING
    how = [one.how for one in carried_in(row)]
    assert Carrying.TIGHTER in how
    assert Carrying.WEAKER not in how
    states = set(Receipt.objects.values_list("state", flat=True))
    assert states == {ReceiptState.SENT, ReceiptState.SIGNED}
