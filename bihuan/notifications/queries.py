"""Who should be told of a case."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from bihuan.kernel.areas import AreaLevel, at_level
from bihuan.loop.models import Case, Todo
from bihuan.people.models import User
from bihuan.people.rules import CAPABILITIES
from bihuan.people.states import OrganisationKind, Role

COUNTY_DESKS = (OrganisationKind.COMMITTEE_OFFICE, OrganisationKind.EMERGENCY_BUREAU)


def owners_of(case: Case) -> list[User]:
    """Return the people whose inbox holds the case now."""
    todo = Todo.objects.filter(case_kind=case.kind, case_id=case.pk).first()
    return owners_of_todo(todo) if todo else []


def owners_of_todo(todo: Todo) -> list[User]:
    """Return the people whose inbox shows the to-do."""
    if todo.user_id is not None:
        return list(User.objects.filter(pk=todo.user_id, is_active=True))
    roles = [role for role, granted in CAPABILITIES.items() if todo.capability in granted]
    where = (
        Q(posts__organisation__enterprise_ref=todo.enterprise_id)
        if todo.enterprise_id is not None
        else Q(posts__organisation_id=todo.organisation_id)
    )
    return _holding(where & Q(posts__role__in=roles))


def chiefs_of(area: int) -> list[User]:
    """Return the chiefs of the offices of the town (or the county, for a county's own case)."""
    town = at_level(area, AreaLevel.TOWN)
    return _holding(
        Q(posts__role=Role.CHIEF, posts__organisation__area=town)
        & ~Q(posts__organisation__kind=OrganisationKind.ENTERPRISE)
    )


def county_desk(area: int) -> list[User]:
    """Return who handles supervision (督办) in the county: its safety office's chief and clerks."""
    county = at_level(area, AreaLevel.COUNTY)
    return _holding(
        Q(
            posts__role__in=[Role.CHIEF, Role.CLERK],
            posts__organisation__area=county,
            posts__organisation__kind__in=COUNTY_DESKS,
        )
    )


def holders_in(organisation_id: int, *, roles: Collection[str]) -> list[User]:
    """Return the people who hold one of the posts in a body."""
    return _holding(Q(posts__organisation_id=organisation_id, posts__role__in=roles))


def _holding(where: Q) -> list[User]:
    held = where & Q(posts__until__isnull=True)
    people: QuerySet[User] = User.objects.filter(held, is_active=True)
    return list(people.distinct().order_by("id"))


def days_late(due_on: date, *, on: date) -> int:
    """Return how many days after its deadline a case stands on ``on``; 0 before and on it."""
    return max(0, (on - due_on).days)
