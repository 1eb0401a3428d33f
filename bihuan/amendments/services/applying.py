"""Put an approved amendment into force, in a job that survives a killed worker.

The text comes first, in one transaction with the version that it ends; then each change in a
transaction of its own that also notes it as done; then what follows for many enterprises, chunk
by chunk. Started again, the job goes on where the tables say it stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bihuan.amendments.models import Amendment, AmendmentChange, PlanVersion
from bihuan.amendments.queries import open_loops
from bihuan.amendments.services.deciding import JOB
from bihuan.amendments.states import AmendmentState, ChangeVerb, Handling
from bihuan.campaigns.events import CampaignAmended
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services import amending, rescoping
from bihuan.campaigns.services.deliverables import open_deliverables
from bihuan.campaigns.services.history import Act, change
from bihuan.campaigns.services.including import include_enterprises, share_duties
from bihuan.campaigns.services.items import add
from bihuan.campaigns.states import CampaignState, Decision, ItemAction, ItemKind
from bihuan.duties.services.duty_rules import remove_enterprises
from bihuan.duties.services.revising import apply_revisions
from bihuan.duties.services.rolling import roll_duties
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.queries import EnterpriseFilter, enterprises_matching
from bihuan.enterprises.states import EnterpriseStatus
from bihuan.inspections.amending import amend_self_check, unstarted
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.services import cancel_self_check
from bihuan.inspections.states import SelfCheckState
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun
from bihuan.kernel.events import announce
from bihuan.loop.services.cases import advance
from bihuan.people.models import User

CHUNK = 50


@handler(JOB)
def run_apply(run: JobRun) -> None:
    """Do the amendment; started again after a crash it goes on where the data says it stopped."""
    amendment = Amendment.objects.select_related("campaign__organisation").get(
        pk=run.payload["amendment"]
    )
    if amendment.state != AmendmentState.APPLYING:
        return
    if _is_over(run, amendment):
        return
    on = amendment.effective_on
    assert on is not None, "an approved amendment has its day"
    at = run.at
    _put_text(amendment, on=on)
    for one in amendment.changes.filter(applied_at__isnull=True).order_by("position"):
        _apply(amendment, one.pk, on=on, at=at)
    campaign = Campaign.objects.select_related("organisation", "checklist").get(
        pk=amendment.campaign_id
    )
    reason = _reason(amendment)
    with transaction.atomic():
        amending.sync_span(campaign, reason=reason, at=at)
        rescoping.renew_checklist(campaign, at=at)
        rescoping.put_scope(
            campaign, areas=amendment.scope_areas, sectors=amendment.scope_sectors,
            tags=amendment.scope_tags, reason=reason, at=at,
        )  # fmt: skip
    _amend_self_checks(run, amendment, campaign, reason=reason)
    _leave(campaign, reason=reason, at=at)
    rescoping.put_self_check_deadline(campaign, amendment.self_check_due_on)
    include_enterprises(run, campaign, by=run.job.created_by)
    with transaction.atomic():
        share_duties(campaign)
        open_deliverables(campaign, on=on, by=run.job.created_by, at=at)
    apply_revisions(on=on)
    roll_duties(on=on, at=at)
    _finish(run, amendment, campaign, on=on)


@transaction.atomic
def _is_over(run: JobRun, amendment: Amendment) -> bool:
    """Give an amendment up whose campaign ended after the approval, before anything was done."""
    campaign = Campaign.objects.locked(amendment.campaign_id)
    begun = PlanVersion.objects.filter(amendment=amendment).exists()
    if campaign.state == CampaignState.RUNNING or begun:
        return False
    advance(amendment, "lapse", by=None, at=run.at, note=f"行动{campaign.state_label}。")
    run.finish(message="行动已经结束，修订没有生效。", result_url=amendment.get_absolute_url())
    return True


def _reason(amendment: Amendment) -> str:
    number = f"（{amendment.document_number}）" if amendment.document_number else ""
    return f"方案第 {amendment.number} 次修订{number}：{amendment.reason}"[:300]


@transaction.atomic
def _put_text(amendment: Amendment, *, on: date) -> None:
    """Close the version in force and put the new text in its place, once."""
    campaign = Campaign.objects.locked(amendment.campaign_id)
    if PlanVersion.objects.filter(amendment=amendment).exists():
        return
    old = PlanVersion.objects.filter(campaign=campaign).order_by("-number").first()
    if old is None:
        old = PlanVersion(
            campaign=campaign, number=1, text=campaign.text, outline=campaign.outline,
            document_number=campaign.document_number, starts_on=campaign.launched_on or on,
        )  # fmt: skip
    old.items = items_now(campaign)
    old.ends_on = max(on - timedelta(days=1), old.starts_on)
    old.save()
    amendment.counts_before = open_loops(campaign.pk)
    amendment.save(update_fields=["counts_before"])
    spans = {int(key): (start, end) for key, (start, end) in amendment.spans.items()}
    amending.put_text(campaign, text=amendment.text, outline=amendment.outline, spans=spans)
    PlanVersion.objects.create(
        campaign=campaign, number=old.number + 1, amendment=amendment, text=amendment.text,
        outline=amendment.outline, document_number=amendment.document_number, starts_on=on,
    )  # fmt: skip


def items_now(campaign: Campaign) -> list[dict[str, object]]:
    """Return the standing items as plain JSON, for a version that must stay readable."""
    return [
        {
            "id": item.pk, "kind": item.kind, "data": item.data, "start": item.start_char,
            "end": item.end_char, "quote": item.quote,
        }
        for item in campaign.items.all() if item.stands
    ]  # fmt: skip


@transaction.atomic
def _apply(amendment: Amendment, change_id: int, *, on: date, at: datetime) -> None:
    one = AmendmentChange.objects.select_for_update().get(pk=change_id)
    if one.applied_at is not None:
        return
    campaign = Campaign.objects.select_related("organisation").get(pk=amendment.campaign_id)
    by = one.decided_by or amendment.created_by
    assert by is not None, "a person decided the change"
    item = _write_item(campaign, one, by=by, at=at)
    if item is not None and one.is_taken:
        item.campaign = campaign
        one.applied_note = _follow(amendment, one, item, on=on, at=at)[:200]
        one.item = item
    one.applied_at = at
    one.save(update_fields=["applied_at", "applied_note", "item"])


def _write_item(
    campaign: Campaign, one: AmendmentChange, *, by: User, at: datetime
) -> PlanItem | None:
    """Write the decision into the item, or a new item; a refused change changes no item."""
    if one.kind == ItemKind.ANOMALY:
        return None
    chosen = one.data or one.after
    if one.verb == ChangeVerb.NEW:
        decision = Decision.ACCEPTED if one.is_taken else Decision.REJECTED
        return add(
            campaign, one.kind, one.start_char, one.end_char, chosen, by=by, at=at,
            rule=one.rule, decision=decision, confidence=one.confidence,
        )  # fmt: skip
    item = campaign.items.select_for_update(of=("self",)).get(pk=one.item_id or 0)
    if not one.is_taken:
        return item
    act = Act(by, at, teaches=False)
    if one.verb == ChangeVerb.GONE:
        return change(item, ItemAction.REJECT, act, decision=Decision.REJECTED)
    item.original = one.after
    return change(item, ItemAction.CORRECT, act, decision=Decision.CORRECTED, data=chosen)


def _follow(
    amendment: Amendment, one: AmendmentChange, item: PlanItem, *, on: date, at: datetime
) -> str:
    """Bring what runs under the item in line with it; return what was done, in words."""
    reason, ends = _reason(amendment), one.handling == Handling.END
    match one.kind:
        case ItemKind.PHASE:
            amending.sync_phase(item, on=on)
            return "阶段已调整"
        case ItemKind.TARGET:
            amending.sync_target(item)
            return "目标已调整"
        case ItemKind.DUTY:
            return rescoping.sync_duty(
                item, holder=one.holder, wanted_on=max(amendment.duties_from, on), release=ends,
                reason=reason, source_key=f"amendment-{amendment.pk}-change-{one.pk}", at=at,
            )  # fmt: skip
        case ItemKind.DELIVERABLE | ItemKind.TASK:
            if one.kind == ItemKind.TASK and one.verb == ChangeVerb.NEW and item.data.get("due"):
                rescoping.choose_task(item)
            count = amending.sync_deliverables(item, drop=ends, reason=reason, at=at)
            return f"在办 {count} 项已随之调整" if count else "没有需要调整的在办事项"
        case _:
            return ""


def _amend_self_checks(
    run: JobRun, amendment: Amendment, campaign: Campaign, *, reason: str
) -> None:
    """Give unstarted self-checks the new list, and those due by the old day the new one."""
    was, due = campaign.self_check_due_on, amendment.self_check_due_on
    checklist = campaign.checklist
    open_checks = SelfCheck.objects.filter(
        campaign_ref=campaign.pk, state=SelfCheckState.ASSIGNED, round_key="launch"
    )
    is_late = Q(pk__in=[])
    if due is not None and due != was:
        is_late = Q(asked_by=was) | Q(asked_by__lt=due)
    is_old = Q(pk__in=[])
    if checklist is not None:
        is_old = Q(started_at__isnull=True) & ~Q(checklist=checklist)
    late = set(open_checks.filter(is_late).values_list("pk", flat=True))
    wanted = sorted(late | set(open_checks.filter(is_old).values_list("pk", flat=True)))
    for chunk in _chunks(wanted):
        with transaction.atomic():
            for pk in chunk:
                amend_self_check(
                    self_check_id=pk, checklist=checklist, due_on=due if pk in late else None,
                    reason=reason, at=run.at,
                )  # fmt: skip
        run.progress(0)


def _chunks(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))


def _leave(campaign: Campaign, *, reason: str, at: datetime) -> None:
    """Take out who is in business and no longer described; take back who is described again.

    Whoever goes keeps hazards, begun self-checks and duties sent out; a self-check not begun is
    cancelled with the reason.
    """
    wanted = EnterpriseFilter(
        areas=tuple(campaign.scope_areas), sectors=tuple(campaign.scope_sectors),
        tags=tuple(campaign.scope_tags),
    )  # fmt: skip
    described = enterprises_matching(wanted).values("pk")
    rows = campaign.participations.filter(enterprise__status=EnterpriseStatus.OPERATING)
    inside = rows.filter(left_on__isnull=True)
    going = list(
        inside.exclude(enterprise_id__in=described).values_list("enterprise_id", flat=True)
    )
    coming = rows.filter(left_on__isnull=False, enterprise_id__in=described)
    back = list(coming.values_list("enterprise_id", flat=True))
    for chunk in _chunks(sorted(going)):
        with transaction.atomic():
            rescoping.take_out(campaign, chunk, at=at)
            for check in unstarted(campaign.pk).filter(enterprise_id__in=chunk).order_by("pk"):
                cancel_self_check(
                    self_check_id=check.pk, reason=f"企业不再属于行动范围。{reason}", at=at
                )
            for rule_id in _rule_ids(campaign):
                remove_enterprises(
                    rule_id=rule_id, enterprises=Enterprise.objects.filter(pk__in=chunk),
                    reason=reason, release=False, at=at,
                )  # fmt: skip
    rescoping.take_back(campaign, back)


def _rule_ids(campaign: Campaign) -> list[int]:
    links = campaign.items.filter(links__target_kind="duty_rule")
    return list(links.values_list("links__target_id", flat=True))


@transaction.atomic
def _finish(run: JobRun, amendment: Amendment, campaign: Campaign, *, on: date) -> None:
    version = PlanVersion.objects.get(amendment=amendment)
    version.items = items_now(campaign)
    version.save(update_fields=["items"])
    after = open_loops(campaign.pk)
    rescoping.note_amended(
        campaign, at=run.at, note=_reason(amendment),
        facts={"amendment": amendment.pk, "version": version.number},
    )  # fmt: skip
    advance(amendment, "apply", by=None, at=run.at, changes={"counts_after": after})
    touched = {
        verb: tuple(
            one.item_id
            for one in amendment.changes.filter(verb=verb)
            if one.is_taken and one.item_id
        )
        for verb in ChangeVerb
    }
    announce(
        CampaignAmended(
            campaign.pk, amendment.pk, version.number, on, run.at, amendment.created_by_id,
            _reason(amendment), changed=touched[ChangeVerb.CHANGED],
            added=touched[ChangeVerb.NEW], gone=touched[ChangeVerb.GONE],
        )
    )  # fmt: skip
    run.finish(
        message=f"方案第 {version.number} 版已施行，在办事项全部保留或按修订办结。",
        result_url=amendment.get_absolute_url(),
    )
