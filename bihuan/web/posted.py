"""What a page itself put into its forms: the version that the person saw, the request's key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.timezone import now

from bihuan.kernel.errors import BadInput, Problem
from bihuan.web.requests import UserRequest


def number_in(request: UserRequest, name: str) -> int:
    """Return a whole number that the page itself put into the form.

    Raises:
        BadInput: it is missing or was tampered with.
    """
    text = request.POST.get(name, "")
    if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - no version is that large
        raise BadInput([Problem("页面", "内容不完整，请刷新后重试。")])
    return int(text)


def key_in(request: UserRequest) -> UUID:
    """Return the request's idempotency key.

    Raises:
        BadInput: it is missing or was tampered with.
    """
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadInput([Problem("页面", "内容不完整，请刷新后重试。")]) from None


def step_in(request: UserRequest) -> dict[str, Any]:
    """Return who takes a posted step, when, on which version and under which key.

    Raises:
        BadInput: the version or the key is missing or was tampered with.
    """
    return {
        "by": request.user,
        "at": now(),
        "version": number_in(request, "version"),
        "key": key_in(request),
    }
