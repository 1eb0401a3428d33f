"""Who may open a view: somebody signed in, whose post carries a capability."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from bihuan.web.need import Need, permits
from bihuan.web.requests import UserRequest

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[UserRequest, P], R]


def needs(need: Need) -> Callable[[View[P, R]], View[P, R]]:
    """Send strangers to the sign-in page and people without ``need`` to the 403 page."""

    def guard(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def guarded(request: UserRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if not permits(request.user, need):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return guard
