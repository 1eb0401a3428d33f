"""A running campaign with something to report, and its bulletin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.tests.running import a_plan, factories, launched, noon
from bihuan.enterprises.tests.given import Factory, a_factory
from bihuan.hazards.models import Hazard
from bihuan.hazards.tests.given import a_reported_hazard
from bihuan.inspections.models import SelfCheck
from bihuan.oversight.models import Bulletin
from bihuan.oversight.services import draft_bulletin, issue_bulletin, submit_bulletin
from bihuan.people.models import Area
from bihuan.people.tests.given import Cast

VILLAGE_THREE = 990121_101_003
JULY_1 = noon(date(2026, 7, 1))


@dataclass(frozen=True)
class World:
    """The campaign, the factory with accounts, and its hazard of the campaign."""

    cast: Cast
    campaign: Campaign
    factory: Factory
    hazard: Hazard


def a_world(cast: Cast) -> World:
    """Return 示例一镇's campaign: 甲社区 has three enterprises, 丙社区 two; two have checked."""
    Area.objects.create(code=VILLAGE_THREE, name="丙社区", full_name="丙社区", level=12)
    factory = a_factory(cast)
    factories(cast, 2)
    factories(cast, 2, area=VILLAGE_THREE)
    campaign = launched(a_plan(cast.zhou, cast.town_one), cast.zhou)
    for check in SelfCheck.objects.filter(campaign_ref=campaign.pk).order_by("pk")[:2]:
        SelfCheck.objects.filter(pk=check.pk).update(
            state="submitted", submitted_on=date(2026, 6, 20)
        )
    hazard = a_reported_hazard(cast.lin, factory.enterprise)
    Hazard.objects.filter(pk=hazard.pk).update(campaign_ref=campaign.pk)
    return World(cast, campaign, factory, hazard)


def a_draft_bulletin(world: World) -> Bulletin:
    """Return 周's draft about everything up to 1 July."""
    return draft_bulletin(
        campaign_id=world.campaign.pk, phase_id=None, by=world.cast.zhou, at=JULY_1
    )


def an_issued_bulletin(world: World) -> Bulletin:
    """Return the bulletin that 赵 signed."""
    bulletin = a_draft_bulletin(world)
    submit_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhou, at=JULY_1)
    return issue_bulletin(bulletin_id=bulletin.pk, by=world.cast.zhao, at=JULY_1)
