"""Who may change what about people, and the record of it."""

from __future__ import annotations

from datetime import datetime

from bihuan.kernel import areas
from bihuan.kernel.errors import NotAllowed, NotFound
from bihuan.people.models import Organisation, PeopleChange, User
from bihuan.people.states import Capability, OrganisationKind


def require_area(by: User | None, area: int, *capabilities: Capability) -> None:
    """Refuse unless ``by`` holds one of ``capabilities`` over the whole of ``area``.

    Raises:
        NotAllowed: no such capability.
        NotFound: the area lies outside the person's own.
    """
    if by is None:
        return
    if not any(by.can(one) for one in capabilities):
        raise NotAllowed("您的岗位没有办理这件事的权限，请联系系统管理员。")
    if by.scope is None or not by.scope.area.covers(areas.range_of(area)):
        raise NotFound


def require_body(by: User | None, body: Organisation) -> None:
    """Refuse unless ``by`` manages the people of ``body``.

    Those who keep enterprise dossiers also open the accounts of the enterprises.
    """
    able = [Capability.PEOPLE_MANAGE]
    if body.kind == OrganisationKind.ENTERPRISE:
        able.append(Capability.ENTERPRISE_EDIT)
    require_area(by, body.area, *able)


def require_person(by: User | None, person: User) -> Organisation:
    """Refuse unless ``by`` manages the body where ``person`` holds, or last held, a post."""
    post = person.posts.select_related("organisation").order_by("-is_main", "-since", "-id").first()
    if post is None:
        raise NotFound
    current = person.post
    body = current.organisation if current else post.organisation
    require_body(by, body)
    return body


def note_change(
    text: str, *, area: int, by: User | None, at: datetime, user: User | None = None,
    organisation: Organisation | None = None,
) -> None:  # fmt: skip
    """Write one line of the record."""
    PeopleChange.objects.create(
        text=text, area=area, by=by, at=at, user=user, organisation=organisation
    )


def forget_post(person: User) -> None:
    """Let the next question about the person's post read the database again."""
    for name in ("post", "capabilities", "scope"):
        person.__dict__.pop(name, None)
