"""Settle what is doubtful in a plan: take a reading, keep the text, or just acknowledge it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.campaigns import items as kinds
from bihuan.campaigns.drafting import DraftItem
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.origins import ADDED_RULE
from bihuan.campaigns.rereading import reread
from bihuan.campaigns.services.history import Act, change
from bihuan.campaigns.services.items import add, is_open, locked_item, metric_keys, same
from bihuan.campaigns.states import Decision, ItemAction, ItemKind
from bihuan.kernel.errors import BadInput, Problem
from bihuan.loop.services.todos import keep_todo
from bihuan.people.models import User

CHANGES_ITEMS = ("impossible_value", "impossible_date", "blank")
"""Doubts whose settling changes what the plan demands; others are only about its wording."""
TITLE_RULE = "title"
"""The parser's rule that doubts the title; settling it names the campaign."""
YEAR_RULE = "year"
"""The parser's rule that took the year of the whole plan from something else than its dates."""
YEAR = re.compile(r"((?:19|20)[0-9]{2})年?")
Data = Mapping[str, Any]


@transaction.atomic
def settle_anomaly(
    *, item_id: int, reading: str | None, by: User, at: datetime, version: int
) -> list[PlanItem]:
    """Settle a doubtful passage: take ``reading`` for it, or keep the text as it stands (None).

    With a reading for a value, a date or a blank the sentence is read again as if it were written
    so; what it then says is put into the items it touches, corrected, or added where there was
    none. An empty reading
    acknowledges a doubt that has no other wording. Returns the anomaly first, then every item
    that changed.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: as ``decide``.
        BadInput: the reading is too long, or the item is no anomaly.
    """
    return settle_as(locked_item(item_id, by=by, version=version), reading, Act(by, at))


def settle_as(item: PlanItem, reading: str | None, act: Act) -> list[PlanItem]:
    """Settle a locked doubt as one part of ``act``; see ``settle_anomaly``."""
    if item.kind != ItemKind.ANOMALY:
        raise BadInput([Problem("疑点", "这一条不是疑点。")])
    if reading is None:
        kept = {**item.data, "reading": None}
        return [change(item, ItemAction.RESOLVE, act, decision=Decision.REJECTED, data=kept)]
    reading = reading.strip()
    if len(reading) > kinds.LONGEST_TEXT:
        raise BadInput([Problem("采用的写法", f"超过 {kinds.LONGEST_TEXT} 字，请精简。")])
    is_suggested = reading == (item.data.get("suggestion") or "")
    decision = Decision.ACCEPTED if is_suggested else Decision.CORRECTED
    touched = []
    if reading and item.data.get("kind") in CHANGES_ITEMS:
        touched = _apply_reading(item, reading, replace(act, teaches=False))
    before = {}
    if reading and item.rule == YEAR_RULE and decision == Decision.CORRECTED:
        touched = _move_years(item, reading, replace(act, teaches=False))
    if reading and item.rule == TITLE_RULE:
        before["title"] = item.campaign.title
        item.campaign.title = reading[:200]
        item.campaign.save(update_fields=["title"])
        keep_todo(item.campaign, at=act.at)
    change(
        item, ItemAction.RESOLVE, act, decision=decision,
        data={**item.data, "reading": reading or None}, before=before,
    )  # fmt: skip
    return [item, *touched]


def _apply_reading(anomaly: PlanItem, reading: str, act: Act) -> list[PlanItem]:
    """Put what the sentence says with ``reading`` into the items it touches; return those.

    A target for which a metric is suggested is left waiting: its binding is still to be decided.
    """
    campaign = anomaly.campaign
    touched: list[PlanItem] = []
    keys = metric_keys()
    present = list(campaign.items.select_for_update().exclude(kind=ItemKind.ANOMALY))
    for read in reread(campaign.text, anomaly.start_char, anomaly.end_char, reading):
        data = dict(read.data)
        if data.get("metric_key") not in keys:
            data.pop("metric_key", None)
        try:
            checked = kinds.clean(read.kind, data, metric_keys=keys)
        except BadInput:
            continue  # the reading does not mend this one
        there = next((one for one in present if one not in touched and _meets(one, read)), None)
        item = (
            _add_read(campaign, read, checked, act)
            if there is None
            else _reread_item(there, checked, act)
        )
        if item is not None:
            touched.append(item)
    return touched


def _move_years(anomaly: PlanItem, reading: str, act: Act) -> list[PlanItem]:
    """Move every day that took the inferred year to the year a person gives instead.

    Raises:
        BadInput: the reading is no year.
    """
    told, inferred = YEAR.fullmatch(reading), YEAR.match(anomaly.data.get("suggestion") or "")
    if told is None:
        raise BadInput([Problem("年份", "请写四位数的年份，如“2026年”。")])
    by = int(told[1]) - int(inferred[1]) if inferred else 0
    touched = []
    for item in anomaly.campaign.items.select_for_update(of=("self",)).exclude(
        kind=ItemKind.ANOMALY
    ):
        if by == 0 or YEAR.search(item.quote):
            continue
        data = {
            field.name: moved
            for field in kinds.FIELDS[item.kind]
            if field.type == "date" and (moved := _years_later(item.data.get(field.name), by))
        }
        if data:
            decision = Decision.PENDING if is_open(item) else item.decision
            moved_item = change(item, ItemAction.RESOLVE, act, decision=decision,
                                data={**item.data, **data})  # fmt: skip
            touched.append(moved_item)
    return touched


def _years_later(day: str | None, years: int) -> str | None:
    if not day:
        return None
    year, rest = int(day[:4]) + years, day[4:]
    if rest == "-02-29" and not calendar.isleap(year):
        rest = "-02-28"
    return f"{year:04d}{rest}"


def _meets(item: PlanItem, read: DraftItem) -> bool:
    return item.kind == read.kind and item.start_char < read.end and read.start < item.end_char


def _add_read(campaign: Campaign, read: DraftItem, data: Data, act: Act) -> PlanItem:
    waits = bool(data.get("metric_key"))
    return add(
        campaign, read.kind, read.start, read.end, data, by=act.by, at=act.at, act=act,
        rule=read.rule[:80] if waits else ADDED_RULE,
        decision=Decision.PENDING if waits else Decision.ADDED,
        confidence=read.confidence if waits else 1.0,
    )  # fmt: skip


def _reread_item(item: PlanItem, data: Data, act: Act) -> PlanItem | None:
    """Write what was read anew into an item; None when it says so already."""
    bound = None if is_open(item) else item.data.get("metric_key")
    given = dict(data)
    if item.kind == ItemKind.TARGET and not is_open(item):
        given["metric_key"] = bound
    if same(given, item.data):
        return None
    waits = is_open(item) and bool(given.get("metric_key"))
    decision = Decision.PENDING if waits else Decision.CORRECTED
    return change(item, ItemAction.RESOLVE, act, decision=decision, data=given)
