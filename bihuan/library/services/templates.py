"""Make a template of a plan, keep it, and start a new year's draft from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from bihuan.campaigns.drafting import LISTS
from bihuan.campaigns.exchange import dump_file
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.states import STANDING, CampaignState, ItemKind
from bihuan.kernel.areas import above_of
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused, StaleVersion
from bihuan.library.models import PlanTemplate
from bihuan.library.queries import plans_open_to
from bihuan.library.shifting import Edit, Move, applied, date_edits
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.planparse.schema import PlanDraft, Source

TEMPLATED = (CampaignState.RUNNING, CampaignState.ENDED)
RULE, CONFIDENCE = "template", 0.9
BLANK = "＿＿"
NORMS = (0.0, 100.0)
DAYS = ("start", "end", "deadline", "due")
LONGEST_NOTES = 2000


def templates_open_to(user: User) -> Any:
    """Return the templates ``user`` may use: those of the own range and of the bodies above."""
    scope = user.scope
    if scope is None or scope.enterprise_id is not None:
        return PlanTemplate.objects.none()
    own = Q(area__gte=scope.area.low, area__lte=scope.area.high)
    return PlanTemplate.objects.filter(own | Q(area__in=above_of(scope.area)))


@transaction.atomic
def make_template(
    *, campaign_id: int, name: str, notes: str, by: User, at: datetime
) -> PlanTemplate:
    """Keep a launched plan as a template of the person's body.

    Numbers of targets other than 0 and 100%, the names of people and the document number are
    taken out; days become distances from the plan's first day.

    Raises:
        NotFound, NotAllowed: outside what ``by`` may see or do.
        Refused: the plan was never launched.
        BadInput: there is no name.
    """
    campaign = Campaign.objects.visible_to(by).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotFound
    _require(by)
    if campaign.state not in TEMPLATED or campaign.starts_on is None:
        raise Refused(f"方案{campaign.state_label}，下达过的方案才能存为模板。")
    if not name.strip():
        raise BadInput([Problem("名称", "没有填写", "。")])
    items = list(
        campaign.items.filter(decision__in=STANDING)
        .exclude(kind=ItemKind.ANOMALY)
        .order_by("start_char", "pk")
    )
    text, place = applied(campaign.text, list(_blanks(campaign, items)))
    base = campaign.starts_on
    assert by.post is not None, "who may import holds a post"
    last = max([base, *(day for item in items for day in _days(item.data))])
    return PlanTemplate.objects.create(
        organisation=by.post.organisation, area=by.post.organisation.area, source=campaign,
        name=name.strip()[:120], notes=notes.strip()[:LONGEST_NOTES], title=campaign.title,
        base=base, last=last, text=text, created_by=by, created_at=at,
        items=[_kept(item, text, place, base) for item in items],
    )  # fmt: skip


def _require(by: User) -> None:
    if not by.can(Capability.PLAN_IMPORT):
        raise NotAllowed("您的岗位不能使用方案模板，请由安全办干事或主任办理。")


def _days(data: Mapping[str, Any]) -> Iterator[date]:
    for name in DAYS:
        if data.get(name):
            yield date.fromisoformat(data[name])


def _blanks(campaign: Campaign, items: list[PlanItem]) -> Iterator[Edit]:
    """Yield what is taken out of the text: document number, people's names, last year's figures."""
    text = campaign.text
    taken: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return all(end <= low or high <= start for low, high in taken)

    spots: list[tuple[int, int, str]] = []
    if campaign.document_number:
        at = text.find(campaign.document_number)
        if at >= 0:
            spots.append((at, at + len(campaign.document_number), BLANK))
    for seat in (campaign.draft.get("organisation") or {}).get("members", []):
        name, start = seat.get("name"), seat["start_char"]
        at = text.find(name, start, seat["end_char"]) if name else -1
        if at >= 0:
            spots.append((at, at + len(name), BLANK))
    for item in items:
        if item.kind == ItemKind.TARGET and not _is_norm(item.data):
            number = re.escape(f"{float(item.data['value']):g}")
            found = re.search(rf"(?<![\d.]){number}(?![\d.])", item.quote)
            if found:
                start = item.start_char + found.start()
                spots.append((start, item.start_char + found.end(), BLANK))
    for start, end, words in spots:
        if free(start, end):
            taken.append((start, end))
            yield Edit(start, end, words)


def _is_norm(data: Mapping[str, Any]) -> bool:
    """Whether a target means all or none, which no year changes."""
    return float(data["value"]) in NORMS


def _kept(item: PlanItem, text: str, place: Any, base: date) -> dict[str, Any]:
    start, end = place(item.start_char, False), place(item.end_char, True)  # noqa: FBT003
    data = dict(item.data)
    days = {name: (date.fromisoformat(data[name]) - base).days for name in DAYS if data.get(name)}
    for name in days:
        data[name] = None
    if item.kind == ItemKind.TARGET and not _is_norm(data):
        data["value"] = None
    return {
        "kind": item.kind, "data": data, "days": days, "quote": text[start:end], "start": start,
        "end": end,
    }  # fmt: skip


@transaction.atomic
def edit_template(
    *, template_id: int, name: str, notes: str, version: int, by: User
) -> PlanTemplate:
    """Change name and notes; only the template's own body may.

    Raises:
        StaleVersion: somebody changed it meanwhile.
        BadInput: there is no name.
    """
    template = _own(template_id, by)
    if template.version != version:
        raise StaleVersion("这个模板刚被其他人改过，请刷新后再改。")
    if not name.strip():
        raise BadInput([Problem("名称", "没有填写", "。")])
    template.name, template.notes = name.strip()[:120], notes.strip()[:LONGEST_NOTES]
    template.version += 1
    template.save(update_fields=["name", "notes", "version"])
    return template


@transaction.atomic
def retire_template(*, template_id: int, retired: bool, by: User) -> PlanTemplate:
    """Put a template out of use, or back into it."""
    template = _own(template_id, by)
    template.retired = retired
    template.save(update_fields=["retired"])
    return template


def _own(template_id: int, by: User) -> PlanTemplate:
    template = PlanTemplate.objects.visible_to(by).locked(template_id)
    _require(by)
    if by.post is None or by.post.organisation_id != template.organisation_id:
        raise NotAllowed(f"这个模板由{template.organisation.name}维护，您只能使用。")
    return template


@transaction.atomic
def start_from_template(*, template_id: int, starts_on: date, by: User, at: datetime) -> Campaign:
    """Open a draft for another year: days moved, figures blank, every item marked and undecided.

    The same template and day give the draft that exists already.

    Raises:
        NotFound, NotAllowed: outside what ``by`` may see or do.
        Refused: the template is out of use.
    """
    template = templates_open_to(by).filter(pk=template_id).first()
    if template is None:
        raise NotFound
    _require(by)
    if template.retired:
        raise Refused("这个模板已停用，请另选一个。")
    assert by.post is not None, "who may import holds a post"
    text, draft = drafted(template, starts_on)
    title = draft.title or template.title
    (campaign,) = import_plan(
        data=dump_file(text, [draft]), name=f"{title}.json"[-200:],
        organisation=by.post.organisation, by=by, at=at, title=title,
    )  # fmt: skip
    return campaign


def drafted(template: PlanTemplate, starts_on: date) -> tuple[str, PlanDraft]:
    """Return the text and the draft that a template gives for a first day."""
    move = Move(template.base, starts_on)
    text, place = applied(template.text, date_edits(template.text, move, last=template.last))
    title, _ = applied(template.title, date_edits(template.title, move, last=template.last))
    lists: dict[str, list[dict[str, Any]]] = {}
    for item in template.items:
        start, end = place(item["start"], False), place(item["end"], True)  # noqa: FBT003
        data = dict(item["data"])
        for name, distance in item["days"].items():
            day = template.base + timedelta(days=distance)
            data[name] = _moved(move, day, item["quote"]).isoformat()
        span = {
            "quote": text[start:end], "start_char": start, "end_char": end,
            "confidence": CONFIDENCE, "rule": RULE,
        }  # fmt: skip
        kind = ItemKind(item["kind"])
        if kind is ItemKind.TARGET and data["value"] is None:
            what = f"{data['subject'] or ''}{data['metric'] or ''}" or item["quote"][:20]
            lists.setdefault("anomalies", []).append(
                {
                    "kind": "blank", "suggestion": None, **span,
                    "message": f"目标“{what[:60]}”没有沿用上年的数值，请按今年的要求补齐整句。",
                }
            )  # fmt: skip
            continue
        lists.setdefault(LISTS[kind], []).append({**data, **span})
    draft = PlanDraft.model_validate(
        {"source": Source(chars=len(text)).model_dump(), "title": title, "year": starts_on.year,
         **lists}
    )  # fmt: skip
    return text, draft


def _moved(move: Move, day: date, quote: str) -> date:
    """Move a day as the sentence's own words are moved: spelt deadlines to a workday."""
    spelt = re.search(rf"(?<!\d)0?{day.month}月0?{day.day}日(?:以|之)?前", quote)
    return move.deadline(day) if spelt else move.day(day)


def source_of(template: PlanTemplate, by: User) -> Campaign | None:
    """Return the plan a template was made of, for those who may read it."""
    return plans_open_to(by).filter(pk=template.source_id).first()
