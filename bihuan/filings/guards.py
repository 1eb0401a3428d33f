"""No launch gives anybody inspections of enterprises that are not filed and published."""

from __future__ import annotations

from datetime import date

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.guards import Data, duty_guard, launch_guard
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
    return _problems(campaign, actions[0], on) if actions else []


@duty_guard
def added_inspection_is_filed(
    campaign: Campaign, holder: str, data: Data, on: date
) -> list[Problem]:
    """Refuse a running campaign an inspection that is not filed either."""
    action = str(data.get("action") or "")
    if holder != Role.INSPECTOR or not is_inspection(action):
        return []
    return _problems(campaign, action, on)


def _problems(campaign: Campaign, action: str, on: date) -> list[Problem]:
    try:
        require_in_force(campaign, on=on)
    except Refused as refusal:
        more = "，或把这项职责改为不下达，备案公布后再由「修订」加上。"
        return [Problem(f"检查职责「{action[:30]}」", refusal.message.rstrip("。"), more)]
    return []
