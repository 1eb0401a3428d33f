"""Register a partner and keep the entry true."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from bihuan.cooperation.models import Institute
from bihuan.cooperation.services.sides import acting_body
from bihuan.kernel.errors import BadInput, Problem
from bihuan.people.models import User


@dataclass(frozen=True, slots=True)
class Partner:
    """What is registered about a partner."""

    name: str
    kind: str
    expertise: str
    contact: str = ""
    phone: str = ""
    agreed_until: date | None = None
    note: str = ""
    is_active: bool = True


@transaction.atomic
def keep_institute(
    *, partner: Partner, by: User, at: datetime, institute_id: int | None = None
) -> Institute:
    """Register a partner of the person's own body, or change an entry of the own area.

    Raises:
        NotAllowed, NotFound: the post does not handle cooperation, or it is not the area's own.
        BadInput: no name or field, or the body has an entry of that name.
    """
    body = acting_body(by)
    if institute_id is None:
        row = Institute(organisation=body, area=body.area, created_at=at, created_by=by)
    else:
        row = Institute.objects.owned_by(by).locked(institute_id)
    problems = []
    if not partner.name.strip() or not partner.expertise.strip():
        problems.append(Problem("名称和专长领域", "没有填全", "，请补上。"))
    twins = Institute.objects.filter(organisation=row.organisation, name=partner.name.strip())
    if twins.exclude(pk=row.pk or 0).exists():
        problems.append(Problem("名称", "本单位已经登记过", "，请打开那一条修改。"))
    if problems:
        raise BadInput(problems)
    for name, value in asdict(partner).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.save()
    return row
