"""Change running rules as the system's own step: a plan that asks for them was amended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from bihuan.duties.models import DutyRule, DutyRuleRevision
from bihuan.duties.rules import revision_starts
from bihuan.duties.services.duty_rules import release_open
from bihuan.kernel.periods import Recurrence
from bihuan.loop.services.cases import business_date


@transaction.atomic
def revise_duty_rule(
    *, rule_id: int, title: str, count: int, every: str, wanted_on: date, reason: str,
    source_key: str, at: datetime,
) -> DutyRuleRevision:  # fmt: skip
    """Ask differently from a day on; return the revision of ``source_key``, made when it is new.

    Occurrences that are open stay as they were sent out. The new frequency begins on the first
    day from ``wanted_on`` on which no period of the old one is under way.
    """
    rule = DutyRule.objects.locked(rule_id)
    known = DutyRuleRevision.objects.filter(source_key=source_key).first()
    if known is not None:
        return known
    DutyRuleRevision.objects.filter(rule=rule, applied_on__isnull=True).delete()
    return DutyRuleRevision.objects.create(
        rule=rule, title=title.strip()[:200], count=count, every=every, reason=reason[:300],
        effective_on=revision_starts(
            wanted_on, before=Recurrence(rule.every), after=Recurrence(every)
        ),
        before={"title": rule.title, "count": rule.count, "every": rule.every},
        source_key=source_key, created_at=at,
    )  # fmt: skip


@transaction.atomic
def apply_revisions(*, on: date) -> int:
    """Take over every revision that has begun by ``on``; return how many. Repeating changes nothing."""
    due = DutyRuleRevision.objects.filter(applied_on__isnull=True, effective_on__lte=on)
    count = 0
    for one in due.order_by("effective_on", "id"):
        rule = DutyRule.objects.locked(one.rule_id)
        rule.title, rule.count, rule.every = one.title, one.count, one.every
        rule.save(update_fields=["title", "count", "every"])
        one.applied_on = on
        one.save(update_fields=["applied_on"])
        count += 1
    return count


@transaction.atomic
def end_duty_rule(*, rule_id: int, reason: str, release: bool, at: datetime) -> int:
    """End a rule today; ``release`` also ends what is open and not yet late. Return how many ended.

    Without ``release`` what was sent out is still to be done. A rule that has ended stays so.
    """
    rule = DutyRule.objects.locked(rule_id)
    today = business_date(at)
    if rule.until is None or rule.until > today:
        rule.until, rule.stop_reason = today, reason.strip()[:200]
        rule.save(update_fields=["until", "stop_reason"])
    return release_open(rule.occurrences.all(), at=at, note=reason) if release else 0


@transaction.atomic
def move_rule_ends(*, campaign_ref: int, before: date | None, until: date | None) -> int:
    """Let the campaign's rules that ran to its old end run to the new one; return how many.

    A rule that was stopped for a reason stays stopped.
    """
    if before == until:
        return 0
    rules = DutyRule.objects.filter(campaign_ref=campaign_ref, stop_reason="")
    ended_with_it = Q(until=before) if before else Q(until__isnull=True)
    return rules.filter(ended_with_it).update(until=until)
