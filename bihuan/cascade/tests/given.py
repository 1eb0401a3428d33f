"""A county's campaign, two towns below it, and their answers, walked through the services."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.states import Decision, ItemKind
from bihuan.campaigns.tests.running import an_item, factories, launched
from bihuan.cascade.models import InheritedItem, SubPlan
from bihuan.cascade.queries import handed_down
from bihuan.cascade.services.carrying import bring_own, take_over
from bihuan.cascade.services.decomposing import Assigned, decompose
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.loop.services.cases import open_case
from bihuan.people.models import Organisation, User
from bihuan.people.tests.given import COUNTY, VILLAGE_ONE, VILLAGE_TWO, Cast, a_person

TITLE = "云溪县轻工企业安全整治方案"
TEXT = f"""{TITLE}
一、工作目标
企业自查率达到80%以上。
二、整治范围
全县轻工企业。
三、工作步骤
自查自纠阶段（2026年6月1日至7月20日）。
四、检查内容
疏散通道是否畅通。
五、工作要求
乡镇领导每季度带队检查不少于1次。
企业主要负责人每季度组织检查1次。
各乡镇于7月25日前报送自查汇总表。
各乡镇于6月12日前制定实施方案。
"""
K = ItemKind
ITEMS: list[tuple[ItemKind, str, dict[str, Any]]] = [
    (K.TARGET, "企业自查率达到80%以上", {
        "subject": "企业", "metric": "自查率", "op": ">=", "value": 80.0, "unit": "%",
        "deadline": "2026-07-20", "metric_key": "self_check.rate"}),
    (K.SCOPE, "全县轻工企业", {"text": "全县轻工企业", "category": "light_industry"}),
    (K.PHASE, "自查自纠阶段（2026年6月1日至7月20日）", {
        "name": "自查自纠阶段", "start": "2026-06-01", "end": "2026-07-20"}),
    (K.CHECK_ITEM, "疏散通道是否畅通", {"group": "消防", "text": "疏散通道是否畅通", "severity": "general"}),
    (K.DUTY, "乡镇领导每季度带队检查不少于1次", {
        "actor": "乡镇领导", "action": "带队检查", "count": 1, "period": "quarter"}),
    (K.DUTY, "企业主要负责人每季度组织检查1次", {
        "actor": "企业主要负责人", "action": "组织检查", "count": 1, "period": "quarter"}),
    (K.DELIVERABLE, "各乡镇于7月25日前报送自查汇总表", {
        "actor": "各乡镇", "recipient": "县安委办", "what": "自查汇总表", "due": "2026-07-25",
        "recurrence": None}),
    (K.TASK, "各乡镇于6月12日前制定实施方案", {
        "actor": "各乡镇", "action": "制定实施方案", "due": "2026-06-12"}),
]  # fmt: skip
PLAN_DUE = date(2026, 6, 12)

OWN_TEXT = """示例一镇轻工企业整治实施方案
一、目标
镇内企业自查率达到70%以上。
二、要求
分管领导每月带队检查1次。
"""
OWN: list[tuple[ItemKind, str, dict[str, Any]]] = [
    (K.TARGET, "企业自查率达到70%以上", {
        "subject": "企业", "metric": "自查率", "op": ">=", "value": 70.0, "unit": "%",
        "deadline": "2026-07-20", "metric_key": "self_check.rate"}),
    (K.DUTY, "分管领导每月带队检查1次", {
        "actor": "分管领导", "action": "带队检查", "count": 1, "period": "month"}),
]  # fmt: skip


def a_chief(cast: Cast) -> User:
    """Return the county's second person, who did not hand anything up."""
    return a_person("zheng", "郑", "chief", cast.county, title="主任")


def a_draft_of(
    by: User, body: Organisation, text: str, items: list[tuple[ItemKind, str, dict[str, Any]]],
    *, decision: Decision = Decision.ACCEPTED,
) -> Campaign:  # fmt: skip
    """Return a draft with the items at the places of their quotes."""
    title = text.splitlines()[0]
    draft = open_case(
        Campaign(organisation=body, area=body.area, title=title, text=text), by=by, at=JUNE_1
    )
    PlanItem.objects.bulk_create(
        an_item(draft, kind, quote, data, position=place, decision=decision)
        for place, (kind, quote, data) in enumerate(items, start=1)
    )
    return draft


def a_county_campaign(cast: Cast, *, firms: int = 2) -> Campaign:
    """Return the county's campaign, launched for factories of both towns."""
    factories(cast, firms, area=VILLAGE_ONE)
    factories(cast, firms, area=VILLAGE_TWO)
    return launched(a_draft_of(cast.wu, cast.county, TEXT, ITEMS), cast.wu, areas=(COUNTY,))


def assigned(
    campaign: Campaign, cast: Cast, *bodies: Organisation, asked_by: date = PLAN_DUE
) -> list[SubPlan]:
    """Hand everything down to the bodies named."""
    items = [item.pk for item in handed_down(campaign)]
    opened = decompose(
        campaign_id=campaign.pk, by=cast.wu, at=JUNE_1,
        assigned=[Assigned(body.pk, items, asked_by) for body in bodies],
    )  # fmt: skip
    return [one for one in opened if isinstance(one, SubPlan)]


def taken_over(sub_plan: SubPlan, by: User) -> Campaign:
    """Let the body take the superior's plan over as it is."""
    return take_over(sub_plan_id=sub_plan.pk, by=by, at=JUNE_1, version=sub_plan.version)


def brought(sub_plan: SubPlan, by: User) -> Campaign:
    """Let the body bring a plan of its own, weaker in one target, its items not yet decided."""
    draft = a_draft_of(by, sub_plan.organisation, OWN_TEXT, OWN, decision=Decision.PENDING)
    bring_own(
        sub_plan_id=sub_plan.pk, campaign_id=draft.pk, by=by, at=JUNE_1, version=sub_plan.version
    )
    return draft


def inherited(sub_plan: SubPlan, quote: str) -> InheritedItem:
    """Return the inherited item that quotes something."""
    return sub_plan.inherited.select_related("child_item").get(quote__contains=quote)


def launched_below(child: Campaign, by: User, **changes: Any) -> Campaign:
    """Launch a lower plan with what its launch page suggests."""
    return launched(child, by, **changes)
