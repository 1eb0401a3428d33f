"""What each change of an amendment does to what runs: told before anybody decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from bihuan.amendments.models import Amendment, AmendmentChange
from bihuan.amendments.states import ChangeVerb, Handling
from bihuan.campaigns.items import SIGNS
from bihuan.campaigns.models import Campaign, ItemLink, PlanItem, Target
from bihuan.campaigns.rules import HOLDERS
from bihuan.campaigns.states import DeliverableState, ItemKind
from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.rules import revision_starts
from bihuan.duties.states import DUTY, DutyState
from bihuan.enterprises.queries import EnterpriseFilter, enterprises_matching
from bihuan.enterprises.states import EnterpriseStatus
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HAZARD
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SelfCheckState
from bihuan.kernel.areas import range_of
from bihuan.kernel.chinese import date_text
from bihuan.kernel.periods import RECURRENCE_NAMES, Recurrence
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence in words; ``url`` lists what it is about."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Overall:
    """What the amendment does as a whole: self-checks, and enterprises coming and going."""

    self_checks: list[Effect] = field(default_factory=list)
    scope: list[Effect] = field(default_factory=list)


class Effects:
    """Answers for the changes of one amendment; a fixed number of queries per kind of change."""

    def __init__(self, amendment: Amendment, *, on: date) -> None:
        self.amendment, self.campaign, self.on = amendment, amendment.campaign, on
        self.rules: dict[int, DutyRule] = {}
        links = ItemLink.objects.filter(item__campaign=self.campaign, target_kind="duty_rule")
        rules = DutyRule.objects.in_bulk([one.target_id for one in links])
        for one in links.order_by("pk"):
            if one.target_id in rules:
                self.rules[one.item_id] = rules[one.target_id]
        self.open_duties = _counted(
            Duty.objects.filter(campaign_ref=self.campaign.pk).exclude(state__in=DUTY.end),
            "rule_id",
        )
        self.owed = _counted(
            self.campaign.deliverables.filter(state=DeliverableState.DUE), "item_id"
        )
        self.handed_in = _counted(
            self.campaign.deliverables.exclude(state=DeliverableState.DUE), "item_id"
        )
        self.targets = {one.item_id: one for one in self.campaign.targets.all()}

    def of(self, change: AmendmentChange) -> list[Effect]:
        """Return what the change does, were it adopted."""
        tell = {
            ItemKind.PHASE: self._phase, ItemKind.TARGET: self._target, ItemKind.DUTY: self._duty,
            ItemKind.DELIVERABLE: self._deliverable, ItemKind.TASK: self._deliverable,
            ItemKind.CHECK_ITEM: self._check_item, ItemKind.SCOPE: self._scope,
            ItemKind.ANOMALY: self._doubt,
        }.get(ItemKind(change.kind))  # fmt: skip
        return tell(change) if tell else [Effect("不对应在办事项，只改方案文字。")]

    def _phase(self, change: AmendmentChange) -> list[Effect]:
        chosen = change.data or change.after
        if change.verb == ChangeVerb.GONE:
            return [Effect("从时间轴上取消；已发通报引用的阶段保留，于生效日结束。")]
        told = []
        for name, label in (("start", "开始"), ("end", "结束")):
            was, now = change.before.get(name), chosen.get(name)
            if was != now:
                told.append(Effect(f"{label}日期：{_day(was)} → {_day(now)}"))
        end = chosen.get("end")
        if change.before.get("end") != end and change.before.get("end"):
            is_last = self.campaign.ends_on == _date(change.before.get("end"))
            if is_last:
                count = DutyRule.objects.filter(
                    campaign_ref=self.campaign.pk, until=self.campaign.ends_on, stop_reason=""
                ).count()
                told.append(
                    Effect(
                        f"行动随之止于{_day(end)}，{count} 条职责规则一并改至该日，各期按新日期报送。"
                    )
                )
            if self.campaign.self_check_due_on == _date(change.before.get("end")):
                told.append(Effect("企业自查期限原与本阶段同日结束，是否一并调整见“整体安排”。"))
        return told or [Effect("只改名称，日期不变。")]

    def _target(self, change: AmendmentChange) -> list[Effect]:
        target: Target | None = self.targets.get(change.item_id or 0)
        if change.verb == ChangeVerb.GONE:
            return [Effect("目标撤销，不再计算完成情况；已发通报中的数字不变。")]
        chosen = change.data or change.after
        told = []
        if change.before and _aim(change.before) != _aim(chosen):
            told.append(Effect(f"目标值：{_aim(change.before)} → {_aim(chosen)}"))
        if change.before and change.before.get("deadline") != chosen.get("deadline"):
            told.append(
                Effect(
                    f"期限：{_day(change.before.get('deadline'))} → {_day(chosen.get('deadline'))}"
                )
            )
        key = chosen.get("metric_key") or (target.metric_key if target else "")
        if not key:
            return [*told, Effect("没有对应的指标，须人工认定。")]
        where = Where(area=range_of(self.campaign.area), on=self.on, campaign=self.campaign.pk)
        taken = measure(metric_of(key), where)
        reached = taken.reaches(chosen["op"], chosen["value"])
        was = change.before and taken.reaches(change.before["op"], change.before["value"])
        words = f"今天 {taken.text()}：按新目标{'已达到' if reached else '尚未达到'}"
        if change.before:
            words += f"（按原目标{'已达到' if was else '尚未达到'}）"
        return [*told, Effect(f"{words}。", taken.url())]

    def _duty(self, change: AmendmentChange) -> list[Effect]:
        chosen = change.data or change.after
        rule = self.rules.get(change.item_id or 0)
        if change.verb == ChangeVerb.NEW:
            holder = HOLDERS.get(change.holder, "不下达")
            return [
                Effect(
                    f"自{date_text(self.amendment.duties_from)}起，由“{holder}”{_often(chosen)}。"
                )
            ]
        if rule is None:
            return [Effect("原来没有下达给岗位或企业，不影响在办事项。")]
        count = self.open_duties.get(rule.pk, 0)
        url = f"/duties/?rule={rule.pk}"
        if change.verb == ChangeVerb.GONE:
            ends = change.handling == Handling.END
            fate = "未逾期的随之免除" if ends else "继续办完"
            return [Effect(f"规则于生效日终止；已派发 {count} 项{fate}。", url)]
        told = []
        if (change.before.get("count"), change.before.get("period")) != (
            chosen.get("count"), chosen.get("period"),
        ):  # fmt: skip
            told.append(Effect(f"频次：{_often(change.before)} → {_often(chosen)}"))
        if chosen.get("period") not in set(Recurrence):
            return [*told, Effect("新周期无法按日历计算，规则不变。")]
        first = revision_starts(
            self.amendment.duties_from, before=Recurrence(rule.every),
            after=Recurrence(chosen["period"]),
        )  # fmt: skip
        words = f"自{date_text(first)}起按新要求；已派发 {count} 项仍按原要求办理。"
        return [*told, Effect(words, url)]

    def _deliverable(self, change: AmendmentChange) -> list[Effect]:
        owed = self.owed.get(change.item_id or 0, 0)
        done = self.handed_in.get(change.item_id or 0, 0)
        chosen = change.data or change.after
        if change.verb == ChangeVerb.NEW:
            if change.kind == ItemKind.TASK and not chosen.get("due"):
                return [Effect("没有期限，不下达为办结事项。")]
            due = f"，{_day(chosen.get('due'))}前报送" if chosen.get("due") else ""
            return [Effect(f"生效时下达{due}。")]
        url = f"/campaigns/deliverables/?q={str(change.before.get('what') or '')[:20]}"
        if change.verb == ChangeVerb.GONE:
            fate = "随之免报" if change.handling == Handling.END else "继续报送"
            return [Effect(f"不再下达；未报的 {owed} 项{fate}，已报的 {done} 项不变。", url)]
        told = []
        if change.before.get("due") != chosen.get("due"):
            told.append(
                Effect(f"期限：{_day(change.before.get('due'))} → {_day(chosen.get('due'))}")
            )
        return [*told, Effect(f"未报的 {owed} 项随之调整，已报的 {done} 项不变。", url)]

    def _check_item(self, change: AmendmentChange) -> list[Effect]:
        return [Effect(f"自查表{change.get_verb_display()}一项，生效时出新版（见“整体安排”）。")]

    def _scope(self, _change: AmendmentChange) -> list[Effect]:
        return [Effect("企业的进出按“整体安排”中确认的范围办理。")]

    def _doubt(self, change: AmendmentChange) -> list[Effect]:
        return [Effect(f"疑点：{change.after.get('message') or '请对照原文核对'}")]

    def overall(self, changes: Sequence[AmendmentChange]) -> Overall:
        """Return what happens to self-checks and to who is in scope."""
        return Overall(self._self_checks(changes), self._coming_and_going())

    def _self_checks(self, changes: Sequence[AmendmentChange]) -> list[Effect]:
        counted = SelfCheck.objects.filter(campaign_ref=self.campaign.pk).aggregate(
            done=Count("pk", filter=Q(state=SelfCheckState.SUBMITTED)),
            begun=Count("pk", filter=Q(state=SelfCheckState.ASSIGNED, started_at__isnull=False)),
            fresh=Count("pk", filter=Q(state=SelfCheckState.ASSIGNED, started_at__isnull=True)),
        )
        told = []
        if any(one.kind == ItemKind.CHECK_ITEM for one in changes):
            told.append(
                Effect(
                    f"自查表出新版：已提交 {counted['done']} 家、已开始填写 {counted['begun']} 家"
                    f"仍按原版，尚未开始的 {counted['fresh']} 家改用新版。"
                )
            )
        was, due = self.campaign.self_check_due_on, self.amendment.self_check_due_on
        if was != due and due is not None:
            waiting = counted["begun"] + counted["fresh"]
            told.append(Effect(f"自查期限：{_day(was)} → {_day(due)}，未完成的 {waiting} 家改期。"))
        return told

    def _coming_and_going(self) -> list[Effect]:
        amendment, campaign = self.amendment, self.campaign
        wanted = EnterpriseFilter(
            areas=tuple(amendment.scope_areas), sectors=tuple(amendment.scope_sectors),
            tags=tuple(amendment.scope_tags),
        )  # fmt: skip
        described = enterprises_matching(wanted)
        inside = campaign.participations.filter(left_on__isnull=True)
        known = inside.values("enterprise_id")
        coming = described.exclude(pk__in=known).count()
        going = inside.filter(enterprise__status=EnterpriseStatus.OPERATING).exclude(
            enterprise_id__in=described.values("pk")
        )
        ids = list(going.values_list("enterprise_id", flat=True))
        told = []
        if coming:
            told.append(Effect(f"新纳入 {coming} 家，下达与其他企业相同的自查和职责。"))
        if ids:
            mine = {"campaign_ref": campaign.pk, "enterprise_id__in": ids}
            hazards = Hazard.objects.filter(**mine).exclude(state__in=HAZARD.end).count()
            duties = Duty.objects.filter(**mine, state=DutyState.OPEN).count()
            fresh = SelfCheck.objects.filter(
                **mine, state=SelfCheckState.ASSIGNED, started_at__isnull=True
            ).count()
            told.append(
                Effect(
                    f"退出 {len(ids)} 家：未整改隐患 {hazards} 起、已派发职责 {duties} 项继续办完，"
                    f"尚未开始的自查 {fresh} 份取消并写明原因。",
                    f"/campaigns/{campaign.pk}/participants/",
                )
            )
        return told


def unfinished_gone(campaign: Campaign) -> list[PlanItem]:
    """Return items that still run though the text in force does not say them any more."""
    rows = campaign.items.filter(end_char=0).order_by("position")
    return [item for item in rows if item.stands]


def _counted(rows: Any, column: str) -> dict[int, int]:
    counted = rows.order_by().values(column).annotate(n=Count("pk"))
    return {row[column]: row["n"] for row in counted}


def _date(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _day(value: object) -> str:
    day = value if isinstance(value, date) else _date(value)
    return date_text(day) if day else "未定"


def _aim(data: dict[str, Any]) -> str:
    return f"{SIGNS.get(str(data.get('op')), '')}{float(data.get('value') or 0):g}{data.get('unit') or ''}"


def _often(data: dict[str, Any]) -> str:
    every = data.get("period")
    name = RECURRENCE_NAMES[Recurrence(every)] if every in set(Recurrence) else "其他周期"
    return f"每{name} {data.get('count') or 1} 次"
