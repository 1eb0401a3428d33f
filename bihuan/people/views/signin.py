"""Sign in, sign out, choose a password, step into the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.people import demo, services
from bihuan.people.forms.signin import OwnPasswordForm, SignInForm, lock_minutes
from bihuan.web.requests import UserRequest

BACKEND = "bihuan.people.backends.AccountBackend"


class SignInView(LoginView):
    """The sign-in page; in a demo also the cast, each signed in by one click."""

    template_name = "people/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the cast where the demo is shown."""
        return super().get_context_data(**kwargs) | _cast_of_demo()


def _cast_of_demo() -> dict[str, Any]:
    if not settings.DEMO:
        return {"cast": []}
    return {"cast": demo.cast(), "cast_url": resolve_url("people:demo")}


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer whoever typed too many wrong passwords: how long to wait, whom to ask."""
    context = {
        "form": SignInForm(request),
        "locked_minutes": lock_minutes(),
        "failure_limit": settings.AXES_FAILURE_LIMIT,
        "next": request.POST.get("next", ""),
        **_cast_of_demo(),
    }
    return render(request, "people/login.html", context, status=429)


@require_POST
def demo_sign_in(request: HttpRequest, username: str = "") -> HttpResponse:
    """Sign in as one of the demo's cast; there is no such page where no demo is shown."""
    if not settings.DEMO:
        raise Http404
    user = demo.demo_user(username or request.POST.get("username", ""))
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    after = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(after, {request.get_host()}, request.is_secure()):
        return redirect(after)
    return redirect(settings.LOGIN_REDIRECT_URL)


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: UserRequest) -> HttpResponse:
    """Let a person choose a password; after the first one, nothing else is open before."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = services.change_own_password(
            user=request.user, password=form.cleaned_data["new_password1"], at=now()
        )
        update_session_auth_hash(request, user)
        messages.success(request, "密码已修改，下次请用新密码登录。")
        return redirect("web:me")
    status = 422 if form.errors else 200
    context = {"form": form, "is_first": request.user.must_change_password}
    return render(request, "people/password.html", context, status=status)
