"""Set up the county before its year begins: areas, offices, people, enterprises."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from bihuan.demo import names
from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.services import open_account, register_enterprise
from bihuan.people.models import Organisation, User
from bihuan.people.services import assign, create_account, create_areas, create_organisation
from bihuan.people.states import AssignmentKind, OrganisationKind, Role
from bihuan.standards.services import install_builtin

VILLAGES = 4
SHARED = 7


@dataclass(slots=True)
class Office:
    """One safety office and its people by role; ``bureau`` inspects where the office may not."""

    body: Organisation
    people: dict[str, User] = field(default_factory=dict)
    bureau: Organisation | None = None

    @property
    def inspector(self) -> Organisation:
        """The body that inspects enterprises."""
        return self.bureau or self.body


@dataclass(slots=True)
class Business:
    """One enterprise, its two accounts, and how well it looks after safety (0–1)."""

    enterprise: Enterprise
    manager: User
    head: User
    diligence: float


@dataclass(slots=True)
class World:
    """Everybody and everything the story moves."""

    county: Office
    towns: list[Office]
    businesses: list[Business]

    def town_of(self, business: Business) -> Office:
        """Return the office that supervises the enterprise."""
        supervisor = business.enterprise.supervisor_id
        return next(town for town in self.towns if town.body.pk == supervisor)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the county is."""

    enterprises: int = 200
    towns: int = 8


def set_up(sizes: Sizes, *, rng: Random, on: date, at: datetime, password: str) -> World:
    """Make the county; ``password`` is that of the accounts on the sign-in page."""
    people = names.people(rng)
    places = {
        names.PROVINCE: "示例省",
        names.CITY: "云岭市",
        names.COUNTY: names.COUNTY_NAME,
    }
    towns = [names.COUNTY + 1000 * (101 + index) for index in range(sizes.towns)]
    for index, code in enumerate(towns):
        places[code] = names.TOWN_NAMES[index % len(names.TOWN_NAMES)]
        for village in range(VILLAGES):
            places[code + village + 1] = names.VILLAGE_NAMES[village]
    create_areas(places, by=None, at=at)

    def person(username: str, role: str, body: Organisation, title: str, *, cast: bool) -> User:
        return create_account(
            username=username, name=next(people), organisation=body, role=role, by=None, at=at,
            title=title, since=on, password=password if cast else None, must_change=False,
            is_demo=cast,
        )  # fmt: skip

    county = Office(
        create_organisation(
            name=f"{names.COUNTY_NAME}安委办", kind=OrganisationKind.COMMITTEE_OFFICE,
            area=names.COUNTY, short_name="云溪安办", by=None, at=at,
        )
    )  # fmt: skip
    county.bureau = create_organisation(
        name=f"{names.COUNTY_NAME}应急管理局", kind=OrganisationKind.EMERGENCY_BUREAU,
        area=names.COUNTY, short_name="云溪应急", by=None, at=at,
    )  # fmt: skip
    for role, title in (
        (Role.CHIEF, "主任"),
        (Role.CLERK, "干事"),
        (Role.ADMINISTRATOR, "系统管理员"),
    ):
        county.people[role] = person(f"county-{role}", role, county.body, title, cast=True)
    install_builtin(organisation=county.body, by=None, at=at)
    offices = [
        _town(code, places[code], county, person, first=index == 0, on=on, at=at)
        for index, code in enumerate(towns)
    ]
    businesses = _businesses(sizes, offices, rng=rng, people=people, at=at, password=password)
    return World(county, offices, businesses)


_TOWN_ROLES = (
    (Role.LEADER, "副镇长"), (Role.CHIEF, "主任"), (Role.CLERK, "干事"),
    (Role.INSPECTOR, "安监员"), (Role.GRID_WORKER, "网格员"),
)  # fmt: skip


def _town(
    code: int, name: str, county: Office, person: object, *, first: bool, on: date, at: datetime
) -> Office:
    assert callable(person)
    short = name.removesuffix("镇")
    office = Office(
        create_organisation(
            name=f"{name}安全办", kind=OrganisationKind.TOWN_OFFICE, area=code,
            short_name=f"{short}安办", parent=county.body, by=None, at=at,
        )
    )  # fmt: skip
    for role, title in _TOWN_ROLES:
        office.people[role] = person(
            f"t{code // 1000 % 1000}-{role}", role, office.body, title, cast=first
        )
    for village in range(VILLAGES):
        assign(
            user=office.people[Role.GRID_WORKER], kind=AssignmentKind.GRID,
            area=code + village + 1, since=on, by=None, at=at,
        )  # fmt: skip
    assign(
        user=office.people[Role.LEADER], kind=AssignmentKind.CONTRACTED, area=code, since=on,
        by=None, at=at,
    )  # fmt: skip
    return office


def _businesses(
    sizes: Sizes, offices: list[Office], *, rng: Random, people: object, at: datetime, password: str
) -> list[Business]:
    made = []
    ordinary = names.enterprise_names(sizes.enterprises)
    for number, (name, sector, tags) in enumerate([*ordinary, *names.special_names()]):
        # those of the sector packs are shared out between the first two towns
        turn = number if number < len(ordinary) else (number - len(ordinary)) // SHARED % 2
        office = offices[turn % len(offices)]
        area = office.body.area + 1 + (number // len(offices)) % VILLAGES
        head, manager = next(people), next(people)  # type: ignore[call-overload]
        enterprise = register_enterprise(
            name=name, area=area, sector=sector, by=None, at=at,
            credit_code=names.credit_code(number + 1), address=f"示例路{number + 1}号", tags=tags,
            employees=rng.randint(4, 180), principal=head, principal_phone=names.phone(number),
            safety_manager=manager, supervisor=office.body,
        )  # fmt: skip
        cast = number == 0

        def account(role: str, who: str, suffix: str) -> User:
            return open_account(
                enterprise=enterprise, username=f"e{number + 1}-{suffix}", name=who, role=role,  # noqa: B023
                by=None, at=at, password=password if cast else None, must_change=False,  # noqa: B023
                is_demo=cast,  # noqa: B023
            )  # fmt: skip

        made.append(
            Business(
                enterprise,
                manager=account(Role.SAFETY_MANAGER, manager, "manager"),
                head=account(Role.ENTERPRISE_HEAD, head, "head"),
                diligence=min(0.98, max(0.25, rng.gauss(0.78, 0.16))),
            )
        )
    return made
