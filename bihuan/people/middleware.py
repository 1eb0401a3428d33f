"""Keeps people with a first password at the page where they choose their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

ALLOWED = frozenset({"people:password", "people:logout", "people:login", "people:demo"})


class PasswordChangeMiddleware:
    """Sends an account that must change its password to that page, whatever was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision needs the view's name."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Answer with the way to the password page, or let the view go on."""
        if not getattr(request.user, "must_change_password", False):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in ALLOWED:
            return None
        if "HX-Request" in request.headers:
            away = HttpResponse(status=204)
            away["HX-Redirect"] = resolve_url("people:password")
            return away
        return redirect("people:password")
