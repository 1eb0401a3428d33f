"""An administrator of a town office, and as many posts as a test needs."""

from __future__ import annotations

from datetime import date, timedelta

from bihuan.people.models import Organisation, Post, User
from bihuan.people.states import OrganisationKind, Role

TOWN = 990121_101_000
SINCE = date(2025, 1, 1)


def an_office() -> Organisation:
    """Return the town's office."""
    office, _ = Organisation.objects.get_or_create(
        name="示例一镇安全办", kind=OrganisationKind.TOWN_OFFICE, area=TOWN
    )
    return office


def a_person(username: str, name: str, role: Role = Role.CLERK) -> User:
    """Return somebody with a post in the town's office."""
    user = User.objects.create_user(username, name=name)
    Post.objects.create(user=user, organisation=an_office(), role=role, since=SINCE)
    return user


def posts(count: int) -> list[Post]:
    """Return posts with equal and absent dates, so that any sort has ties and gaps."""
    office = an_office()
    made = []
    for number in range(count):
        user = User.objects.create_user(f"p{number}", name=f"示例{number % 7}")
        made.append(
            Post.objects.create(
                user=user,
                organisation=office,
                role=Role.INSPECTOR,
                since=SINCE + timedelta(days=number % 4),
                until=None if number % 3 else SINCE + timedelta(days=100 + number % 5),
                area=None if number % 2 else TOWN + number % 3,
            )
        )
    return made
