"""Accounts of an enterprise's own people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.services.dossier import locked, note_account
from bihuan.people import services as people
from bihuan.people.models import Organisation, User
from bihuan.people.states import OrganisationKind, Role


@transaction.atomic
def open_account(
    *, enterprise: Enterprise, username: str, name: str, role: str, by: User | None, at: datetime,
    phone: str = "", password: str | None = None, must_change: bool = True, is_demo: bool = False,
) -> User:  # fmt: skip
    """Open an account for the enterprise's head or safety manager.

    The first one also makes the enterprise a body that holds posts.

    Raises:
        Refused: the user name is taken, or the post is not one of an enterprise.
    """
    enterprise = locked(enterprise.pk, by=by)
    body = Organisation.objects.filter(enterprise_ref=enterprise.pk).first()
    if body is None:
        body = people.create_organisation(
            name=enterprise.name, kind=OrganisationKind.ENTERPRISE, area=enterprise.area,
            enterprise_ref=enterprise.pk, by=by, at=at,
        )  # fmt: skip
    user = people.create_account(
        username=username, name=name, organisation=body, role=role, phone=phone,
        password=password, must_change=must_change, is_demo=is_demo, by=by, at=at,
    )  # fmt: skip
    text = f"为{user.name}开通“{Role(role).label}”账号"
    note_account(enterprise, text=text, by=by, at=at)
    return user
