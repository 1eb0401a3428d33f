"""How a body answers: take the superior's plan over as it is, or bring a plan of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.campaigns.items import clean
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services.deriving import GivenItem, append_items, derive_draft
from bihuan.campaigns.services.items import decide, metric_keys
from bihuan.campaigns.states import CampaignState, Decision, ItemKind
from bihuan.cascade.models import InheritedItem, SubPlan
from bihuan.cascade.queries import sentences_for
from bihuan.cascade.rules import framing, matching
from bihuan.cascade.rules.strictness import INHERITED, tightened
from bihuan.cascade.services.decomposing import join, require_member, seen
from bihuan.cascade.states import IN_HAND, SubPlanState
from bihuan.kernel.errors import BadInput, NotFound, Problem, Refused, StepRefused
from bihuan.loop.services.cases import advance
from bihuan.people.models import User

RULE = "上级要求"


@transaction.atomic
def take_over(*, sub_plan_id: int, by: User, at: datetime, version: int) -> Campaign:
    """Write the body's plan from the superior's sentences (直接承接) and return its draft.

    Every inherited item stands in it word for word and counts as accepted; the draft may then
    be corrected and added to, within what the superior asks.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: see ``advance``.
    """
    sub_plan = _own(sub_plan_id, by=by)
    parent, body = sub_plan.parent, sub_plan.organisation
    rows = list(sub_plan.inherited.select_related("parent_item"))
    title = framing.title_for(body.name, parent.title)
    written = framing.written_plan(
        title=title, parent=parent.title, number=parent.document_number,
        issuer=parent.issuer or parent.organisation.name, body=body.name,
        sentences=sentences_for(parent, rows),
    )  # fmt: skip
    _require_state(sub_plan, SubPlanState.ASSIGNED)
    child, items = derive_draft(
        title=title, text=written.text, items=_given(rows, written.spans), rule=RULE,
        organisation=body, by=by, at=at,
    )  # fmt: skip
    _carry(rows, items)
    _drafted(sub_plan, child, by=by, at=at, version=version, own_text=False)
    return child


@transaction.atomic
def bring_own(
    *, sub_plan_id: int, campaign_id: int, by: User, at: datetime, version: int
) -> SubPlan:
    """Name the body's own draft (自拟方案) as its answer; then its items are to be matched.

    Raises:
        NotFound, NotAllowed, StepRefused, StaleVersion: see ``advance``.
        Refused: the draft answers another superior already, or is no draft of the body.
    """
    sub_plan = _own(sub_plan_id, by=by)
    child = Campaign.objects.visible_to(by).locked(campaign_id)
    if child.organisation_id != sub_plan.organisation_id:
        raise Refused("只能选本单位自己的方案。")
    if child.state != CampaignState.DRAFT:
        raise StepRefused(f"这份方案{child.state_label}，请选还在核对中的方案。")
    if SubPlan.objects.filter(child=child).exists():
        raise Refused("这份方案已经用来承接另一项上级要求，请选别的方案。")
    return _drafted(sub_plan, child, by=by, at=at, version=version, own_text=True)


def own_drafts(sub_plan: SubPlan) -> list[Campaign]:
    """Return the body's drafts that could answer, newest first."""
    rows = Campaign.objects.filter(
        organisation_id=sub_plan.organisation_id, state=CampaignState.DRAFT, sub_plan__isnull=True
    ).exclude(pk=sub_plan.parent_id)
    return list(rows.defer("text", "draft").order_by("-pk"))


def suggestions(sub_plan: SubPlan) -> dict[int, int]:
    """Return, by inherited item still open, the likely item of the body's own plan."""
    assert sub_plan.child is not None, "a plan was brought"
    rows = sub_plan.inherited.all()
    used = {one.child_item_id for one in rows if one.child_item_id is not None}
    asked = [(one.pk, one.kind, one.data) for one in rows if one.child_item_id is None]
    own = [(one.pk, one.kind, one.data) for one in own_items(sub_plan) if one.pk not in used]
    return matching.matches(asked, own)


def own_items(sub_plan: SubPlan) -> list[PlanItem]:
    """Return the items of the body's plan that could answer something, in the plan's order."""
    assert sub_plan.child is not None, "a plan was brought"
    rows = sub_plan.child.items.filter(kind__in=INHERITED).exclude(decision=Decision.REJECTED)
    return list(rows.order_by("position", "pk"))


@transaction.atomic
def confirm_matching(
    *, sub_plan_id: int, pairs: Mapping[int, int | None], by: User, at: datetime
) -> SubPlan:
    """Keep which own item answers which inherited one; None adds the superior's to the plan.

    What is added stands in an annex at the end of the plan's text, as the superior wrote it.
    Items already added or matched may be matched anew as long as the plan is a draft.

    Raises:
        NotFound, NotAllowed, StepRefused: not ``by``'s, or the plan is no draft any more.
        BadInput: an item that is not there, of another kind, or used twice.
    """
    sub_plan = _own(sub_plan_id, by=by)
    child = sub_plan.child
    if child is None or child.state != CampaignState.DRAFT:
        raise StepRefused("方案已经发起或还没有上传，不能再改对应关系。")
    rows = {one.pk: one for one in sub_plan.inherited.select_related("parent_item")}
    own = {one.pk: one for one in own_items(sub_plan)}
    if problems := _pair_problems(pairs, rows, own):
        raise BadInput(problems)
    missing = []
    for number, item_id in pairs.items():
        if item_id is None:
            missing.append(rows[number])
        else:
            rows[number].child_item_id = item_id
            rows[number].save(update_fields=["child_item"])
    if missing:
        _annex(sub_plan, child, missing, by=by, at=at)
    return sub_plan


def _pair_problems(
    pairs: Mapping[int, int | None], rows: Mapping[int, InheritedItem],
    own: Mapping[int, PlanItem],
) -> list[Problem]:  # fmt: skip
    if not set(pairs) <= set(rows):
        raise NotFound
    found = []
    fixed = {one.child_item_id: pk for pk, one in rows.items() if pk not in pairs}
    chosen = [item for item in pairs.values() if item is not None]
    for number, item_id in pairs.items():
        if item_id is None:
            continue
        item, asked = own.get(item_id), rows[number]
        if item is None or item.kind != asked.kind:
            found.append(Problem(asked.quote[:30], "所选条目不属于本方案或类别不同", "，请重选。"))
        elif chosen.count(item_id) > 1 or item_id in fixed:
            found.append(Problem(asked.quote[:30], "同一条目对应了两项上级要求", "，请分别选择。"))
    return found


def _annex(
    sub_plan: SubPlan, child: Campaign, missing: Sequence[InheritedItem], *, by: User, at: datetime
) -> None:
    written = framing.annexed(child.text, sentences_for(sub_plan.parent, missing))
    items = append_items(
        campaign_id=child.pk, text=written.text, items=_given(missing, written.spans), rule=RULE,
        by=by, at=at,
    )  # fmt: skip
    _carry(missing, items)


@transaction.atomic
def raise_item(*, inherited_id: int, by: User, at: datetime) -> PlanItem:
    """Correct an own item that falls short to what the superior asks (就高不就低).

    Raises:
        NotFound, NotAllowed, StepRefused: as for every correction of an item.
        Refused: nothing falls short.
    """
    rows = InheritedItem.objects.filter(pk=inherited_id, child_item__isnull=False)
    one = rows.select_related("child_item").first()
    if one is None or one.child_item is None:
        raise NotFound
    _own(one.sub_plan_id, by=by)
    raised = tightened(one.kind, one.data, one.child_item.data)
    if raised == one.child_item.data:
        raise Refused("这一条不低于上级要求，不需要改。")
    return decide(
        item_id=one.child_item.pk, decision=Decision.CORRECTED, by=by, at=at,
        version=one.child_item.version, data=raised,
    )  # fmt: skip


def _given(rows: Sequence[InheritedItem], spans: Mapping[int, tuple[int, int]]) -> list[GivenItem]:
    keys = metric_keys()
    return [
        GivenItem(one.pk, one.kind, _fields(one, keys), *spans[one.pk])
        for one in rows
    ]  # fmt: skip


def _fields(one: InheritedItem, keys: list[str]) -> dict[str, Any]:
    return clean(ItemKind(one.kind), one.data, metric_keys=keys)


def _carry(rows: Sequence[InheritedItem], items: Mapping[int, PlanItem]) -> None:
    for one in rows:
        one.child_item = items[one.pk]
        one.save(update_fields=["child_item"])


def _drafted(
    sub_plan: SubPlan, child: Campaign, *, by: User, at: datetime, version: int, own_text: bool
) -> SubPlan:
    join(sub_plan, child)
    return advance(
        sub_plan, "draft", by=by, at=at, expected_version=version,
        changes={"child": child, "is_own_text": own_text},
    )  # fmt: skip


def _own(sub_plan_id: int, *, by: User) -> SubPlan:
    sub_plan = seen(sub_plan_id, by=by)
    require_member(sub_plan.organisation, by, "实施方案由承接单位制定")
    if sub_plan.state not in (SubPlanState.ASSIGNED, *IN_HAND, SubPlanState.FILED):
        raise StepRefused(f"当前状态为“{sub_plan.state_label}”，不能再改方案。")
    return sub_plan


def _require_state(sub_plan: SubPlan, state: SubPlanState) -> None:
    if sub_plan.state != state:
        raise StepRefused(f"当前状态为“{sub_plan.state_label}”，不能重新制定方案。")
