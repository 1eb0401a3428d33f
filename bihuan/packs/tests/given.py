"""A pack's plan taken from its text to the end, by the people who would do it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.rules import NOBODY
from bihuan.campaigns.services.doubts import settle_anomaly
from bihuan.campaigns.services.items import decide, metric_keys
from bihuan.campaigns.services.launch import launch_campaign, suggested_choices
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.enterprises.models import Enterprise, EnterpriseTag
from bihuan.enterprises.tests.given import Factory, a_factory, an_enterprise
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel
from bihuan.hazards.tests.given import a_picture, closed, rectified
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.services import Given, add_photo, save_answers, submit_self_check
from bihuan.inspections.states import Answer
from bihuan.jobs.services import run_job
from bihuan.packs.contents import Pack
from bihuan.packs.services import draft_from_pack, take_over
from bihuan.people.models import Organisation, User
from bihuan.people.states import Role
from bihuan.people.tests.given import VILLAGE_ONE, Cast, a_person
from bihuan.standards.states import Severity

YEAR = 2026
FEW = 3


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays a pack's campaign: the office, its clerk and chief, two enterprises in its scope."""

    cast: Cast
    pack: Pack
    office: Organisation
    clerk: User
    chief: User
    factory: Factory
    neighbour: Enterprise

    @property
    def day(self) -> date:
        """The day of launch."""
        return self.pack.sample.launch_day(YEAR)


def noon(day: date) -> datetime:
    """12:00 in Beijing."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def a_stage(cast: Cast, pack: Pack) -> Stage:
    """Set the stage: the second enterprise will do nothing, a third is in no pack's scope."""
    is_town = pack.sample.office == "town"
    office = cast.town_one if is_town else cast.county
    chief = cast.zhao if is_town else a_person("county-chief", "郑", Role.CHIEF, cast.county)
    factory = a_factory(cast, name="示例甲单位")
    neighbour = an_enterprise(cast.town_one, name="示例乙单位")
    an_enterprise(cast.town_one, name="示例局外单位", area=VILLAGE_ONE, sector="tobacco_none")
    for number, one in enumerate((factory.enterprise, neighbour)):
        category = pack.scope[number % len(pack.scope)]
        one.sector = category.sectors[0] if category.sectors else pack.sectors[0]
        one.save()
        tags = {*category.tags[:1], *pack.tags[:1]}
        EnterpriseTag.objects.bulk_create(EnterpriseTag(enterprise=one, tag=tag) for tag in tags)
    clerk = cast.zhou if is_town else cast.wu
    return Stage(cast, pack, office, clerk, chief, factory, neighbour)


def drafted(stage: Stage, *, rows: int = FEW) -> Campaign:
    """Return the draft made from the sample plan, with check items and scope taken over."""
    at = noon(stage.day - timedelta(days=5))
    campaign = draft_from_pack(
        code=stage.pack.code, organisation=stage.office, year=YEAR, by=stage.clerk, at=at
    )
    take_over(
        campaign_id=campaign.pk, code=stage.pack.code, rows=range(1, rows + 1),
        categories=[stage.pack.scope[0].code], by=stage.clerk, at=at,
    )  # fmt: skip
    return campaign


def confirmed(stage: Stage, campaign: Campaign) -> Campaign:
    """Accept everything that was read and taken over; doubtful words stay as they are."""
    at = noon(stage.day - timedelta(days=2))
    for item in campaign.items.filter(decision=Decision.PENDING, kind=ItemKind.ANOMALY):
        settle_anomaly(item_id=item.pk, reading=None, by=stage.clerk, at=at, version=item.version)
    for item in campaign.items.filter(decision=Decision.PENDING):
        data = _with_known_metric(item)
        decide(
            item_id=item.pk, decision=Decision.ACCEPTED, by=stage.clerk, at=at, data=data,
            version=item.version,
        )  # fmt: skip
    return campaign


def _with_known_metric(item: PlanItem) -> dict[str, object]:
    data = dict(item.data)
    if data.get("metric_key") not in metric_keys():
        data.pop("metric_key", None)
    return data


def started(stage: Stage, campaign: Campaign) -> Campaign:
    """Launch for the pack's own scope and do the job's work."""
    at = noon(stage.day)
    campaign.refresh_from_db()
    meant = suggested_choices(campaign, on=stage.day)
    # inspections of enterprises need a filing first; here they are left out
    holders = {pk: NOBODY if one == Role.INSPECTOR else one for pk, one in meant.holders.items()}
    choices = replace(meant, sectors=stage.pack.sectors, tags=stage.pack.tags, holders=holders)
    job = launch_campaign(campaign_id=campaign.pk, choices=choices, by=stage.chief, at=at)
    done = run_job(job.pk, clock=lambda: at)
    assert done.state == "done", done.message
    campaign.refresh_from_db()
    return campaign


def with_one_fault(stage: Stage, campaign: Campaign, *, on: date) -> Hazard:
    """Let the first enterprise finish its self-check with one failed item; return the hazard."""
    check = SelfCheck.objects.get(enterprise=stage.factory.enterprise, campaign_ref=campaign.pk)
    at, by = noon(on), stage.factory.qian
    items = list(check.checklist.items.order_by("number"))
    fault = next(one for one in items if one.severity == Severity.GENERAL)
    given = [Given(one.pk, Answer.PASS) for one in items if one != fault]
    given.append(
        Given(
            fault.pk, Answer.FAIL, note="现场与要求不符。", place="值班室",
            level=HazardLevel.GENERAL, owner="冯示例", measures="立即整改。",
            due_on=on + timedelta(days=7),
        )
    )  # fmt: skip
    save_answers(self_check_id=check.pk, given=given, by=by, at=at)
    photographed = {fault, *(one for one in items if one.photo_required)}
    for item in photographed:
        add_photo(
            self_check_id=check.pk, item_id=item.pk, data=a_picture(), name="现场.png", by=by, at=at
        )
    submit_self_check(self_check_id=check.pk, by=by, at=at)
    return Hazard.objects.get(campaign_ref=campaign.pk)


def put_right(stage: Stage, hazard: Hazard, *, on: date) -> Hazard:
    """Rectify, and let 林 recheck and close."""
    return closed(rectified(hazard, stage.factory, at=noon(on)), stage.cast.lin, at=noon(on))
