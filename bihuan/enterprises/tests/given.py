"""Enterprises of the test world and their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from bihuan.enterprises.models import Enterprise
from bihuan.people.models import Organisation, User
from bihuan.people.states import OrganisationKind, Role
from bihuan.people.tests.given import VILLAGE_ONE, Cast, a_body, a_person

JUNE_1 = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Factory:
    """An enterprise with accounts: 钱 its safety manager, 冯 its head."""

    enterprise: Enterprise
    qian: User
    feng: User


def an_enterprise(
    supervisor: Organisation,
    *,
    name: str = "示例涂料厂",
    area: int = VILLAGE_ONE,
    sector: str = "light_industry",
) -> Enterprise:
    """Return a new enterprise in the registry."""
    return Enterprise.objects.create(
        name=name, area=area, sector=sector, supervisor=supervisor, created_at=JUNE_1,
        principal="冯示例", safety_manager="钱示例", employees=36,
    )  # fmt: skip


def a_factory(cast: Cast, *, name: str = "示例涂料厂", suffix: str = "") -> Factory:
    """Return an enterprise of the first town with its two accounts."""
    enterprise = an_enterprise(cast.town_one, name=name)
    body = a_body(name, OrganisationKind.ENTERPRISE, enterprise.area)
    body.enterprise_ref = enterprise.pk
    body.save()
    return Factory(
        enterprise=enterprise,
        qian=a_person(f"qian{suffix}", "钱", Role.SAFETY_MANAGER, body),
        feng=a_person(f"feng{suffix}", "冯", Role.ENTERPRISE_HEAD, body),
    )
