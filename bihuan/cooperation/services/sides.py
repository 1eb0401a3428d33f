"""Whose step it is: a person acts for the body of his post, and for no other."""

from __future__ import annotations

from collections.abc import Iterable

from bihuan.cooperation.queries import body_of, partners_of
from bihuan.kernel.errors import BadInput, NotAllowed, Problem
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability


def acting_body(by: User) -> Organisation:
    """Return the body in whose name ``by`` works with others.

    Raises:
        NotAllowed: the post does not handle cooperation, or the body is an enterprise.
    """
    body = body_of(by)
    if body is None or body.enterprise_ref or not by.can(Capability.COOPERATION_HANDLE):
        raise NotAllowed("您的岗位不能办理部门协同。")
    return body


def require_body(by: User, body: Organisation, label: str) -> None:
    """Raise unless ``by`` belongs to ``body``.

    Raises:
        NotAllowed: it is another body's step.
    """
    own = body_of(by)
    if own is None or own.pk != body.pk:
        raise NotAllowed(f"“{label}”由{body.name}办理，您不在该单位。")


def require_partner(by: User, body: Organisation, where: str) -> None:
    """Raise unless ``body`` is one that may be worked with.

    Raises:
        BadInput: it is an enterprise, or of another county.
    """
    if not partners_of(by).filter(pk=body.pk).exists():
        raise BadInput([Problem(where, "不在可协同的单位之内", "，请从列表中选择本县或上级单位。")])


def require_partners(by: User, bodies: Iterable[Organisation], where: str) -> None:
    """Raise unless every one of ``bodies`` may be worked with; one query."""
    wanted = {one.pk for one in bodies}
    known = set(partners_of(by).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - known:
        raise BadInput([Problem(where, "有不可协同的单位", "，请从列表中选择本县或上级单位。")])
