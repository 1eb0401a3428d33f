"""The cast that every test shares: a county, two towns, their offices, and their people.

林 inspects in 示例一镇, 赵 is its section chief, 周 its clerk, 钱 the safety manager of a factory
there (see ``enterprises.tests.given``), 孙 is the clerk of 示例二镇 and must see nothing of the
first; 吴 is the clerk of the county's committee office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.kernel.areas import level_of
from bihuan.people.models import Area, Organisation, Post, User
from bihuan.people.states import OrganisationKind, Role

COUNTY = 990121_000_000
TOWN_ONE = 990121_101_000
TOWN_TWO = 990121_102_000
VILLAGE_ONE = 990121_101_001
VILLAGE_TWO = 990121_102_001
AREAS = {
    990000_000_000: "示例省",
    990100_000_000: "云岭市",
    COUNTY: "云溪县",
    TOWN_ONE: "示例一镇",
    TOWN_TWO: "示例二镇",
    VILLAGE_ONE: "甲社区",
    VILLAGE_TWO: "乙社区",
}
SINCE = date(2025, 1, 1)
PASSWORD = "Shi-li-2026!"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, by surname."""

    lin: User
    zhao: User
    zhou: User
    li: User
    sun: User
    wu: User
    town_one: Organisation
    town_two: Organisation
    county: Organisation


def some_areas() -> None:
    """Write the fictional county's areas."""
    for code, name in AREAS.items():
        Area.objects.get_or_create(
            code=code, defaults={"name": name, "full_name": name, "level": level_of(code).value}
        )


def a_body(name: str, kind: str, area: int, *, short_name: str = "") -> Organisation:
    """Return the organisation of that name, made when new."""
    body, _ = Organisation.objects.get_or_create(
        name=name, defaults={"kind": kind, "area": area, "short_name": short_name}
    )
    return body


def a_person(username: str, name: str, role: str, body: Organisation, *, title: str = "") -> User:
    """Return a person holding a main post in ``body``."""
    user = User.objects.create_user(username, name=name, password=PASSWORD)
    Post.objects.create(user=user, organisation=body, role=role, title=title, since=SINCE)
    return user


def the_cast() -> Cast:
    """Make the whole cast once; calling it again in the same database fails on usernames."""
    some_areas()
    one = a_body("示例一镇安全办", OrganisationKind.TOWN_OFFICE, TOWN_ONE, short_name="示一安办")
    two = a_body("示例二镇安全办", OrganisationKind.TOWN_OFFICE, TOWN_TWO, short_name="示二安办")
    county = a_body(
        "云溪县安委办", OrganisationKind.COMMITTEE_OFFICE, COUNTY, short_name="云溪安办"
    )
    return Cast(
        lin=a_person("lin", "林", Role.INSPECTOR, one),
        zhao=a_person("zhao", "赵", Role.CHIEF, one),
        zhou=a_person("zhou", "周", Role.CLERK, one),
        li=a_person("li", "李", Role.LEADER, one, title="副镇长"),
        sun=a_person("sun", "孙", Role.CLERK, two),
        wu=a_person("wu", "吴", Role.CLERK, county),
        town_one=one,
        town_two=two,
        county=county,
    )
