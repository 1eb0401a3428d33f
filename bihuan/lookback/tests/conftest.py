"""What the tests of rounds share: a campaign that closed six hazards."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from PIL import Image

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.running import a_plan, launched
from bihuan.enterprises.tests.given import JUNE_1, Factory, a_factory
from bihuan.hazards import services as hazards
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_photo
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import Cast, a_person, the_cast


def photo(kind: str, by: User, factory: Factory) -> Evidence:
    """Return a photo unlike any other that no step has taken yet."""
    out = io.BytesIO()
    Image.effect_noise((64, 48), 60).save(out, "PNG")
    return keep_photo(
        out.getvalue(), name="照片.png", kind=kind, area=factory.enterprise.area,
        enterprise_id=factory.enterprise.pk, by=by, at=JUNE_1,
    )  # fmt: skip


def a_closed_hazard(campaign: Campaign, cast: Cast, factory: Factory, number: int) -> Hazard:
    """Return a hazard of the campaign that 林 found and closed."""
    level = HazardLevel.MAJOR if number == 0 else HazardLevel.GENERAL
    hazard = hazards.report_hazard(
        enterprise=factory.enterprise, summary=f"接地线松动 {number}", by=cast.lin, at=JUNE_1,
        source=HazardSource.PATROL, campaign_ref=campaign.pk,
    )  # fmt: skip
    hazards.grade_hazard(
        hazard_id=hazard.pk, level=level, owner="钱", measures="更换接地线", funds=Decimal(100),
        interim_measures="停用", by=cast.lin, at=JUNE_1,
    )  # fmt: skip
    hazards.report_rectification(
        hazard_id=hazard.pk, note="已更换", evidence=[photo("photo_after", factory.qian, factory)],
        by=factory.qian, at=JUNE_1,
    )  # fmt: skip
    return hazards.close_hazard(
        hazard_id=hazard.pk, evidence=[photo("recheck", cast.lin, factory)], by=cast.lin, at=JUNE_1
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, by surname."""
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    """The factory that is looked at."""
    return a_factory(cast)


@pytest.fixture
def county_inspector(cast: Cast) -> User:
    """何, who inspects for the county and had no hand in anything."""
    return a_person("he", "何", Role.INSPECTOR, cast.county)


@pytest.fixture
def running(cast: Cast, factory: Factory) -> Campaign:
    """A running campaign with six closed hazards, one of them major."""
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou, sectors=())
    for number in range(6):
        a_closed_hazard(campaign, cast, factory, number)
    return campaign
