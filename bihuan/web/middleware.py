"""Turns a business "no" into its Chinese sentence: a page, or a message in place for htmx."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan.kernel.errors import BadInput, NotFound, Problem, Refused, StepRefused

Answer = Callable[[HttpRequest], HttpResponse]


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a fragment (not for a whole page after going back)."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


class RefusedMiddleware:
    """Answers for views that let ``Refused`` through; sends htmx to the sign-in page as a page.

    A refusal asked for by htmx is shown as a message in the corner (``#toasts``): the page
    behind it stays as it is. What is not there, or not for this person, is the 404 page. Paths under ``/api/`` are left to the API's own handler.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, then mend the two things htmx cannot do: sign-in redirects and caching."""
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if is_htmx(request) and _is_sign_in(response):
            page = urlsplit(request.headers.get("HX-Current-URL", ""))
            back = quote(f"{page.path or '/'}{'?' if page.query else ''}{page.query}")
            away = HttpResponse(status=204)
            away["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?next={back}"
            return away
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; everything else is a bug and goes on to the log."""
        if isinstance(error, DataError) and "NUL" in str(error):
            # An octet that PostgreSQL keeps in no text; SQLite finds nothing and says nothing.
            error = BadInput([Problem("输入的内容", "含有无法识别的字符", "，请删去后重新填写。")])
        if not isinstance(error, Refused) or request.path.startswith("/api/"):
            return None
        return refusal(request, error)


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """Return the answer to a refused request, with the status the refusal carries."""
    if is_htmx(request):
        response = render(request, "web/_toast.html", _told(error), status=error.status)
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
        response["HX-Push-Url"] = "false"
        return response
    if isinstance(error, NotFound):
        return render(request, "404.html", status=error.status)
    context = {**_told(error), "back": _came_from(request)}
    return render(request, "web/refused.html", context, status=error.status)


def _told(error: Refused) -> dict[str, object]:
    return {
        "tone": "error",
        "message": error.message,
        "basis": error.basis,
        "problems": error.problems if isinstance(error, BadInput) else (),
        "stale": isinstance(error, StepRefused),
    }


def _is_sign_in(response: HttpResponse) -> bool:
    if response.status_code != 302:  # noqa: PLR2004
        return False
    return urlsplit(response["Location"]).path == resolve_url(settings.LOGIN_URL)


def _came_from(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(referer, {request.get_host()})
    return referer if is_ours and urlsplit(referer).path != request.path else ""
