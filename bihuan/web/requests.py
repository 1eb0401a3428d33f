"""The request of somebody who is signed in, for views behind ``login_required``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from bihuan.people.models import User


class UserRequest(HttpRequest):
    """A request whose user is known: annotation only, never instantiated."""

    user: User  # behind login_required nobody is anonymous
