"""Hazards of the test world, walked to their state through the real services."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PIL import Image

from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.tests.given import JUNE_1, Factory
from bihuan.hazards import services
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel, HazardSource
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_photo
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

PLAN: dict[str, Any] = {
    "owner": "钱示例",
    "measures": "更换接地线并复测。",
    "funds": Decimal(2000),
    "interim_measures": "停用喷漆房，专人看守。",
}


def a_picture(*, size: tuple[int, int] = (64, 48), kind: str = "PNG") -> bytes:
    """Return the octets of a noisy picture, unlike any other."""
    out = io.BytesIO()
    Image.effect_noise(size, 60).save(out, kind)
    return out.getvalue()


def a_photo(
    kind: EvidenceKind, by: User, enterprise: Enterprise, *, at: datetime = JUNE_1
) -> Evidence:
    """Return a kept photo that no step has taken yet."""
    return keep_photo(
        a_picture(), name="现场.png", kind=kind, area=enterprise.area,
        enterprise_id=enterprise.pk, by=by, at=at,
    )  # fmt: skip


def a_reported_hazard(
    by: User,
    enterprise: Enterprise,
    *,
    source: HazardSource = HazardSource.PATROL,
    summary: str = "静电接地松动",
    at: datetime = JUNE_1,
) -> Hazard:
    """Return a hazard that waits for grading."""
    return services.report_hazard(
        enterprise=enterprise, summary=summary, place="喷漆房", source=source, by=by, at=at
    )


def an_ordered_hazard(
    cast: Cast,
    factory: Factory,
    *,
    level: HazardLevel = HazardLevel.GENERAL,
    due_on: date | None = None,
    summary: str = "静电接地松动",
    at: datetime = JUNE_1,
) -> Hazard:
    """Return a hazard that 林 found and graded, with its plan complete."""
    hazard = a_reported_hazard(cast.lin, factory.enterprise, summary=summary, at=at)
    return services.grade_hazard(
        hazard_id=hazard.pk, level=level, due_on=due_on, by=cast.lin, at=at, **PLAN
    )


def an_own_hazard(
    factory: Factory, *, level: HazardLevel = HazardLevel.GENERAL, at: datetime = JUNE_1
) -> Hazard:
    """Return a hazard that 钱 found and planned."""
    hazard = a_reported_hazard(
        factory.qian, factory.enterprise, source=HazardSource.REPORTED, at=at
    )
    return services.plan_rectification(
        hazard_id=hazard.pk, level=level, by=factory.qian, at=at, **PLAN
    )


def rectified(hazard: Hazard, factory: Factory, *, at: datetime = JUNE_1) -> Hazard:
    """Return the hazard after 钱 reported its rectification."""
    photo = a_photo(EvidenceKind.PHOTO_AFTER, factory.qian, factory.enterprise, at=at)
    return services.report_rectification(
        hazard_id=hazard.pk, note="已更换接地线。", evidence=[photo], by=factory.qian, at=at
    )


def closed(hazard: Hazard, by: User, *, at: datetime = JUNE_1) -> Hazard:
    """Return the hazard after ``by`` rechecked and closed it."""
    photo = a_photo(EvidenceKind.RECHECK, by, hazard.enterprise, at=at)
    return services.close_hazard(hazard_id=hazard.pk, evidence=[photo], by=by, at=at)
