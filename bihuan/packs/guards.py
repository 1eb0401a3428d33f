"""What a pack forbids in its campaigns, and which plans are its own without anybody saying so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.guards import item_guard, launch_guard
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import STANDING, ItemKind
from bihuan.kernel.errors import Problem
from bihuan.kernel.events import subscribe
from bihuan.loop.events import CaseMoved
from bihuan.loop.models import Case
from bihuan.loop.wording import word_guard
from bihuan.packs.queries import checks_institutions_only, claimed_by
from bihuan.packs.rules import private_matters
from bihuan.packs.services import use_pack

WHERE = "涉及个人的内容"
WORK = (
    ItemKind.TARGET, ItemKind.DUTY, ItemKind.DELIVERABLE, ItemKind.TASK, ItemKind.CHECK_ITEM,
    ItemKind.SCOPE,
)  # fmt: skip
"""Kinds of items that make somebody do or count something."""


@word_guard
def nothing_about_persons(case: Case, texts: list[str]) -> list[Problem]:
    """Keep private matters out of every case of a campaign that checks institutions only.

    The words are read first: almost none are suspicious, and then no table is asked.
    """
    campaign_id = getattr(case, "campaign_ref", None)
    found = private_matters(texts) if campaign_id is not None else []
    if not found or campaign_id is None or not checks_institutions_only(campaign_id):
        return []
    return _problems(found)


@item_guard
def no_item_about_persons(
    campaign: Campaign, kind: str, data: Mapping[str, Any], quote: str
) -> list[Problem]:
    """Keep private matters out of the items too: no duty, target, task or check about a person.

    The quoted sentence is the plan's own and stays as it is; the fields are what counts.
    """
    del quote
    if kind not in WORK:
        return []
    found = private_matters(value for value in data.values() if isinstance(value, str))
    if not found or not checks_institutions_only(campaign.pk):
        return []
    return _problems(found)


@launch_guard
def no_launch_about_persons(campaign: Campaign, choices: LaunchChoices, on: date) -> list[Problem]:
    """Look once more at everything that stands, for many items may be accepted at one stroke."""
    del choices, on
    if not checks_institutions_only(campaign.pk):
        return []
    standing = campaign.items.filter(decision__in=STANDING, kind__in=WORK)
    words = (value for item in standing for value in item.data.values() if isinstance(value, str))
    found = private_matters(words)
    return _problems(found) if found else []


def _problems(found: Iterable[str]) -> list[Problem]:
    words = f"含有{'、'.join(found)}。本行动只检查机构，系统不登记个人信息"
    return [Problem(WHERE, words, "，请删去后只写机构的问题。")]


@subscribe(CaseMoved)
def a_plan_of_its_kind(event: CaseMoved) -> None:
    """Let a plan that names a pack's own matter work with the pack from its import on."""
    campaign = event.case
    if event.step != "open" or not isinstance(campaign, Campaign):
        return
    for pack in claimed_by(f"{campaign.title}\n{campaign.text}"):
        use_pack(campaign, pack, by=None, at=event.at)
