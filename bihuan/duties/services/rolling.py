"""Make the occurrences of a period: a constant number of statements however many holders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.rules import LAPSES_AFTER_DAYS, occurrence_window
from bihuan.duties.states import DutyState, HolderKind
from bihuan.enterprises.states import EnterpriseStatus
from bihuan.kernel.periods import Period, Recurrence, period_of
from bihuan.loop.services.bulk import open_cases
from bihuan.loop.services.cases import advance
from bihuan.people.models import Post

Key = tuple[int, int]


@transaction.atomic
def roll_duties(*, on: date, at: datetime) -> int:
    """Make every rule's occurrences of the period that holds ``on``; return how many are new.

    An occurrence falls due on the period's last day, or on the rule's last. A post counts when
    somebody holds it on ``on``; an enterprise when it operates. Running it again changes nothing;
    rules stay locked meanwhile, so two workers do not make the same occurrence.
    """
    running = (
        DutyRule.objects.filter(since__lte=on)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("organisation")
        .select_for_update(of=("self",))
        .order_by("id")
    )
    windows = {
        rule: window
        for rule in running
        if (
            window := occurrence_window(
                on, Recurrence(rule.every), since=rule.since, until=rule.until
            )
        )
    }
    starts = {rule.pk: period_of(on, Recurrence(rule.every)).start for rule in windows}
    posts, enterprises = _known(starts)
    made: list[Duty] = []
    holders = _holders_of_posts([rule for rule in windows if _is_for_posts(rule)], on)
    for rule, window in windows.items():
        if _is_for_posts(rule):
            for post in holders[rule.organisation_id, rule.role]:
                if (rule.pk, post.pk) not in posts:
                    duty = _occurrence(rule, window, starts[rule.pk], area=rule.organisation.area)
                    duty.post = post
                    made.append(duty)
    made += _enterprise_occurrences(windows, starts, enterprises)
    return len(open_cases(made, by=None, at=at, label="到期派发"))


def _is_for_posts(rule: DutyRule) -> bool:
    return rule.holder_kind == HolderKind.POST


def _known(starts: dict[int, date]) -> tuple[set[Key], set[Key]]:
    """Return the (rule, post) and (rule, enterprise) pairs that have their occurrence."""
    rows = Duty.objects.filter(
        rule_id__in=starts, period_start__in=set(starts.values())
    ).values_list("rule_id", "post_id", "enterprise_id", "period_start")
    posts: set[Key] = set()
    enterprises: set[Key] = set()
    for rule_id, post_id, enterprise_id, start in rows.iterator():
        if start != starts[rule_id]:
            continue
        if post_id is not None:
            posts.add((rule_id, post_id))
        elif enterprise_id is not None:
            enterprises.add((rule_id, enterprise_id))
    return posts, enterprises


def _holders_of_posts(
    rules: Iterable[DutyRule], on: date
) -> defaultdict[tuple[int, str], list[Post]]:
    wanted = {(rule.organisation_id, rule.role) for rule in rules}
    found: defaultdict[tuple[int, str], list[Post]] = defaultdict(list)
    held = (
        Post.objects.filter(
            organisation_id__in={pair[0] for pair in wanted}, role__in={pair[1] for pair in wanted},
            user__is_active=True, since__lte=on,
        )
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("user")
        .order_by("id")
    )  # fmt: skip
    for post in held:
        found[post.organisation_id, post.role].append(post)
    return found


def _enterprise_occurrences(
    windows: dict[DutyRule, Period], starts: dict[int, date], known: set[Key]
) -> list[Duty]:
    by_id = {rule.pk: (rule, window) for rule, window in windows.items() if not _is_for_posts(rule)}
    pairs = (
        DutyRule.enterprises.through.objects.filter(
            dutyrule_id__in=by_id, enterprise__status=EnterpriseStatus.OPERATING
        )
        .order_by("dutyrule_id", "enterprise_id")
        .values_list("dutyrule_id", "enterprise_id", "enterprise__area")
    )
    made = []
    for rule_id, enterprise_id, area in pairs.iterator():
        if (rule_id, enterprise_id) in known:
            continue
        rule, window = by_id[rule_id]
        duty = _occurrence(rule, window, starts[rule_id], area=area)
        duty.enterprise_id = enterprise_id
        made.append(duty)
    return made


def _occurrence(rule: DutyRule, window: Period, start: date, *, area: int) -> Duty:
    return Duty(
        rule=rule, area=area, period_start=start, period_end=window.end,
        period_label=window.label, required=rule.count, campaign_ref=rule.campaign_ref,
        due_on=window.end,
    )  # fmt: skip


def lapse_duties(*, on: date, at: datetime) -> int:
    """Close as missed (记为未履职) what nobody recorded in the days of grace; return how many.

    They leave the inbox and stay in every number as not done.
    """
    limit = on - timedelta(days=LAPSES_AFTER_DAYS)
    late = list(
        Duty.objects.filter(state=DutyState.OPEN, due_on__lt=limit)
        .select_related("rule", "post", "enterprise")
        .order_by("pk")
    )
    for duty in late:
        advance(duty, "lapse", by=None, at=at)
    return len(late)
