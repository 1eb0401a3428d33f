"""Keep what an office assumes, and what the simulation said when a campaign was launched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CAMPAIGN
from bihuan.feasibility.assessing import Assessed, assess, assumed
from bihuan.feasibility.models import Assessment, LocalAssumptions
from bihuan.feasibility.rules import USUAL, Assumptions, Pool
from bihuan.kernel.errors import NotAllowed
from bihuan.kernel.events import subscribe
from bihuan.loop.events import CaseMoved
from bihuan.loop.services.cases import business_date
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability


def assumptions_for(organisation: Organisation) -> Assumptions | None:
    """Return what a body has said of its own people; None while it has said nothing."""
    kept = LocalAssumptions.objects.filter(organisation=organisation).first()
    if kept is None:
        return None
    pools = {
        role: Pool(role, 0, int(one["crew"]), float(one["per_day"]), float(one["share"]))
        for role, one in kept.pools.items()
        if role in USUAL
    }
    return Assumptions({**USUAL, **pools}, kept.yearly_cap)


def keep_assumptions(
    *, organisation: Organisation, assumptions: Assumptions, basis: str, by: User, at: datetime
) -> LocalAssumptions:
    """Keep what a body assumes of its own people, with the ground.

    Raises:
        NotAllowed: ``by`` may not launch campaigns of that body.
    """
    scope = by.scope
    if not by.can(Capability.PLAN_LAUNCH) or scope is None or organisation.area not in scope.area:
        raise NotAllowed("只有能发起本单位行动的人员可以修改测算假设。")
    pools = {
        role: {"crew": pool.crew, "per_day": pool.per_day, "share": pool.share}
        for role, pool in assumptions.pools.items()
    }
    kept, _ = LocalAssumptions.objects.update_or_create(
        organisation=organisation,
        defaults={
            "area": organisation.area, "pools": pools, "yearly_cap": assumptions.yearly_cap,
            "basis": basis, "changed_by": by, "changed_at": at,
        },
    )  # fmt: skip
    return kept


def assumptions_of(campaign: Campaign, *, on: date) -> Assumptions:
    """Return what a simulation of the campaign assumes: its people in post, as its body sees them."""
    return assumed(campaign, on=on, given=assumptions_for(campaign.organisation))


def assessed(campaign: Campaign, choices: LaunchChoices, *, on: date) -> Assessed:
    """Simulate with what the campaign's body assumes."""
    return assess(campaign, choices, on=on, given=assumptions_for(campaign.organisation))


def _chosen(campaign: Campaign) -> LaunchChoices:
    """Return what was chosen at the launch, as the campaign keeps it."""
    duties: Mapping[str, str] = campaign.bindings.get("duties", {})
    return LaunchChoices(
        self_check_due_on=campaign.self_check_due_on,
        areas=tuple(campaign.scope_areas),
        sectors=tuple(campaign.scope_sectors),
        tags=tuple(campaign.scope_tags),
        holders={int(pk): holder for pk, holder in duties.items()},
        tasks=tuple(campaign.bindings.get("tasks", [])),
    )


@subscribe(CaseMoved)
def keep_what_was_known(event: CaseMoved) -> None:
    """Keep the assessment of a launch with it, inside the same transaction."""
    campaign: Any = event.case
    if campaign.kind != CAMPAIGN.name or event.step != "launch":
        return
    on = business_date(event.at)
    found = assessed(campaign, _chosen(campaign), on=on)
    pools = [
        {"role": pool.role, "people": pool.people, "crew": pool.crew, "per_day": pool.per_day,
         "share": pool.share}
        for pool in found.assumptions.pools.values()
    ]  # fmt: skip
    Assessment.objects.create(
        campaign=campaign, area=campaign.area, on=on, made_at=event.at, by_id=event.by_id,
        verdict=found.verdict,
        assumptions={"pools": pools, "yearly_cap": found.assumptions.yearly_cap,
                     "enterprises": found.enterprises, "headline": found.headline},
        findings=[one.as_json() for one in found.findings],
    )  # fmt: skip
