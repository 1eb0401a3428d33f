"""Who may open a view: a signed-in person whose post carries the capability.

What of it they see is the queryset's business (``visible_to``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase

from bihuan.web.need import Need, permits
from bihuan.web.requests import UserRequest

P = ParamSpec("P")
View = Callable[Concatenate[UserRequest, P], HttpResponseBase]


def needs(need: Need) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Send strangers to the login page and answer 403 to people without ``need``."""

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: UserRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not permits(request.user, need):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded: Any = login_required(checked)
        answer: Callable[..., HttpResponseBase] = guarded
        return answer

    return decorate
