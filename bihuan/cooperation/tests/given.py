"""Builders: a second body of the county, and what passes between bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bihuan.cooperation.models import Referral
from bihuan.cooperation.services.referrals import Passing, send_referral
from bihuan.cooperation.states import ReferralKind
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import Organisation, User
from bihuan.people.states import OrganisationKind, Role
from bihuan.people.tests.given import TOWN_TWO, Cast, a_body, a_person

JUNE_1 = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
JUNE_8 = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Third:
    """A town that has nothing to do with it: its office, and its clerk 郑."""

    body: Organisation
    zheng: User


def a_third_town() -> Third:
    """Make a third town with an office and a clerk."""
    body = a_body("示例三镇安全办", OrganisationKind.TOWN_OFFICE, TOWN_TWO + 1000)
    return Third(body, a_person("zheng", "郑", Role.CLERK, body))


def a_clue(cast: Cast, **more: Any) -> Referral:
    """Pass a clue from 示例一镇 to 示例二镇."""
    plain = {"kind": ReferralKind.CLUE, "subject": "无证经营线索", "content": "请核查。"}
    return send_referral(
        passing=Passing(**{**plain, **more}), receiver=cast.town_two, by=cast.zhou, at=JUNE_1
    )


def a_paper(by: User, *, at: datetime = JUNE_1) -> Evidence:
    """Keep a paper that is not bound to anything yet."""
    assert by.scope is not None
    return keep_file(
        b"%PDF-1.4 example", name="材料.pdf", kind=EvidenceKind.ATTACHMENT,
        area=by.scope.area.low, enterprise_id=None, by=by, at=at,
    )  # fmt: skip


DUE = date(2026, 6, 20)
