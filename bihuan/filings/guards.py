"""No launch gives anybody inspections of enterprises that are not filed and published."""

from __future__ import annotations

from datetime import date

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.guards import launch_guard
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.binding import standing
from bihuan.campaigns.states import ItemKind
from bihuan.filings.rules import is_inspection
from bihuan.filings.services import require_in_force
from bihuan.kernel.errors import Problem, Refused
from bihuan.people.states import Role


def inspections_of(campaign: Campaign, choices: LaunchChoices) -> list[str]:
    """Return the duties that a launch would give to inspectors and that mean inspections."""
    return [
        str(item.data.get("action") or item.quote)
        for item in standing(campaign, ItemKind.DUTY)
        if choices.holders.get(item.pk) == Role.INSPECTOR
        and is_inspection(str(item.data.get("action") or item.quote))
    ]


@launch_guard
def inspections_are_filed(campaign: Campaign, choices: LaunchChoices, on: date) -> list[Problem]:
    """Refuse the launch while its inspections lack approval, filing number or publication."""
    actions = inspections_of(campaign, choices)
    if not actions:
        return []
    try:
        require_in_force(campaign, on=on)
    except Refused as refusal:
        more = "，或把这项职责改为不下达，备案公布后再由「修订」加上。"
        return [Problem(f"检查职责「{actions[0][:30]}」", refusal.message.rstrip("。"), more)]
    return []
