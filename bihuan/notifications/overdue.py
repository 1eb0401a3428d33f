"""逾期事项: what is late in a person's area, by kind, and the reminders that one click sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, QuerySet

from bihuan.kernel.errors import NotAllowed
from bihuan.loop.models import Todo
from bihuan.loop.services.cases import business_date
from bihuan.loop.services.escalation import case_models
from bihuan.notifications.services import not_urged_yet, remind_owners
from bihuan.people.models import User
from bihuan.people.states import Capability

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class LateKind:
    """How many cases of one kind are late, and the list that shows them."""

    kind: str
    label: str
    count: int
    oldest: date
    url: str


@dataclass(frozen=True, slots=True)
class Urged:
    """What a click on 催办 did: how many cases it took up, how many people it told, what is left."""

    cases: int
    told: int
    left: int


def late_todos(user: User, *, on: date) -> QuerySet[Todo]:
    """Return the late to-dos of everybody in the person's area; none for an enterprise."""
    scope = user.scope
    if scope is None or scope.enterprise_id is not None:
        return Todo.objects.none()
    return Todo.objects.filter(
        area__gte=scope.area.low, area__lte=scope.area.high, due_on__lt=on
    ).order_by("due_on", "id")


def late_kinds(user: User, *, on: date) -> list[LateKind]:
    """Return the kinds that are late, the most numerous first; one query."""
    counted = (
        late_todos(user, on=on).order_by().values("case_kind")
        .annotate(count=Count("id"), oldest=Min("due_on"))
    )  # fmt: skip
    models = case_models()
    found = [
        LateKind(
            row["case_kind"], str(model._meta.verbose_name), row["count"], row["oldest"],
            model.late_list,
        )
        for row in counted
        if (model := models.get(row["case_kind"])) is not None
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.count, one.kind))


def may_urge(user: User) -> bool:
    """Whether the person's post urges others (house rule: who launches plans)."""
    return user.can(Capability.PLAN_LAUNCH)


def urge_kind(*, kind: str, by: User, at: datetime) -> Urged:
    """Remind the owners of the late cases of a kind in the person's area, the oldest first.

    At most ``MOST_AT_ONCE`` at a time; what was urged today is not urged again.

    Raises:
        NotAllowed: the post does not urge.
    """
    if not may_urge(by):
        raise NotAllowed("您的岗位不能催办。")
    on = business_date(at)
    late = late_todos(by, on=on).filter(case_kind=kind)
    waiting = not_urged_yet(late, on=on)
    now = waiting[:MOST_AT_ONCE]
    told = remind_owners(now, reason=f"{by.post}{by.name}催办。", on=on, at=at)
    return Urged(len(now), told, len(waiting) - len(now))
