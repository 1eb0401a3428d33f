"""People: the list, one person, new accounts, passwords, posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from bihuan.kernel import areas
from bihuan.kernel.errors import Refused
from bihuan.people import services
from bihuan.people.forms.people import (
    AccountForm,
    ChangePostForm,
    PersonForm,
    ReasonForm,
    area_choices,
    officials,
)
from bihuan.people.models import Post, User
from bihuan.people.queries import area_name
from bihuan.people.states import Capability, OrganisationKind
from bihuan.web.access import needs
from bihuan.web.lists import Action, ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.lists.filters import Choices, Rows
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone

SHOWN_CHANGES = 30


def manages(user: User) -> bool:
    """Whether the person administers accounts: of officials, or of enterprises."""
    return user.can(Capability.PEOPLE_MANAGE) or user.can(Capability.ENTERPRISE_EDIT)


def _account_state(post: Post) -> tuple[Tone, str]:
    if not post.user.is_active:
        return Tone.TODO, "已停用"
    if post.user.must_change_password:
        return Tone.SOON, "待改初始密码"
    return Tone.DOING, "启用"


def _places(request: UserRequest) -> Choices:
    return area_choices(request.user)


def _inside(rows: Rows, value: str, request: UserRequest) -> Rows:  # noqa: ARG001 - a filter's shape
    place = areas.range_of(int(value))
    return rows.filter(organisation__area__gte=place.low, organisation__area__lte=place.high)


def _person_url(post: Post) -> str:
    return f"/people/{post.user_id}/"


class PersonList(ListPage):
    """人员: every post held today."""

    title = "人员"
    unit = "人"
    need = Capability.PEOPLE_MANAGE
    columns = (
        Column("user.name", "姓名", link=_person_url, sort="user__name"),
        Column("organisation.name", "机构", sort="organisation__name", width=28),
        Column("role", "岗位", value=lambda post: post.get_role_display(), sort="role"),
        Column("title", "职务"),
        Column("area_name", "机构区划"),
        Column("user.username", "账号", width=20),
        Column("user.phone", "手机号", on_phone=False),
        Column("state", "账号状态", value=_account_state, kind="state"),
        Column("user.last_login", "上次登录", kind="datetime", optional=True),
    )
    filters = (
        TextFilter("q", "姓名", fields=("user__name", "user__username", "organisation__name")),
        ChoiceFilter("area", "区划", _places, apply=_inside),
        ChoiceFilter("role", "岗位", [(one.value, one.label) for one in officials()]),
        ChoiceFilter("kind", "机构类别", OrganisationKind.choices, field="organisation__kind"),
    )
    default_sort = "organisation__area"

    def queryset(self, request: UserRequest) -> QuerySet[Post]:
        """Return the posts held today within the person's scope."""
        return (
            Post.objects.visible_to(request.user)
            .filter(until__isnull=True)
            .select_related("user", "organisation")
            .annotate(area_name=area_name("organisation__area"))
        )

    def actions(self, request: UserRequest) -> Sequence[Action]:  # noqa: ARG002 - the list's shape
        """Offer the other pages of the administration."""
        return (
            Action("机构", "/people/organisations/", icon="building"),
            Action("区划", "/people/areas/", icon="sitemap"),
            Action("开通账号", "/people/new/", icon="plus", is_primary=True),
        )

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say how people get here."""
        return Empty("还没有人员", "先建立机构，再为人员开通账号。", "/people/new/", "开通账号")


def _visible_person(request: UserRequest, pk: int) -> User:
    """Return a person who holds or held a post the administrator may see."""
    held = Post.objects.visible_to(request.user).filter(user_id=pk)
    if not request.user.can(Capability.PEOPLE_MANAGE):
        held = held.filter(organisation__kind=OrganisationKind.ENTERPRISE)
    return get_object_or_404(User, pk=pk, pk__in=held.values("user_id"))


@needs(manages)
@require_safe
def person(request: UserRequest, pk: int) -> HttpResponse:
    """Show one person: posts, assignments, what was changed, and what can be done."""
    return render(request, "people/person.html", _shown(request, _visible_person(request, pk)))


def _shown(request: UserRequest, one: User, **forms: Any) -> dict[str, Any]:
    main = one.post
    is_official = main is None or main.organisation.kind != OrganisationKind.ENTERPRISE
    posts = one.posts.select_related("organisation").order_by("-since", "-id")
    changes = one.changes.select_related("by")[:SHOWN_CHANGES]
    initial: dict[str, Any] = {"on": localdate()}
    if main is not None:
        initial |= {"organisation": main.organisation_id, "role": main.role, "title": main.title}
    return {
        "person": one,
        "posts": posts,
        "main": main,
        "assignments": one.assignments.annotate(area_name=area_name()).order_by("-since", "-id"),
        "changes": [
            {"step": line.text, "who": line.by.name if line.by else "系统", "when": line.at}
            for line in changes
        ],
        "may_change_post": is_official and request.user.can(Capability.PEOPLE_MANAGE),
        "person_form": PersonForm(initial={"name": one.name, "phone": one.phone}),
        "post_form": ChangePostForm(user=request.user, initial=initial) if is_official else None,
        "reason_form": ReasonForm(),
        **forms,
    }


def _again(request: UserRequest, one: User, **forms: Any) -> HttpResponse:
    return render(request, "people/person.html", _shown(request, one, **forms), status=422)


@needs(Capability.PEOPLE_MANAGE)
def new(request: UserRequest) -> HttpResponse:
    """Open an account and show its first password once."""
    initial = {"organisation": request.GET.get("organisation")}
    form = AccountForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        password = services.new_password()
        try:
            made = services.create_account(
                password=password, by=request.user, at=now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return _first_password(request, made, password)
    context = {
        "form": form,
        "heading": "开通账号",
        "verb": "开通",
        "back": "/people/",
        "up": "人员",
    }
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def _first_password(request: UserRequest, one: User, password: str) -> HttpResponse:
    """Show a first password; the page is kept nowhere."""
    context = {"person": one, "password": password, "back": f"/people/{one.pk}/"}
    answer = render(request, "people/first_password.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@needs(manages)
@require_POST
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change name and telephone."""
    one = _visible_person(request, pk)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _again(request, one, person_form=form)
    services.update_account(user_id=pk, by=request.user, at=now(), **form.cleaned_data)
    messages.success(request, "资料已修改。")
    return redirect("people:person", pk=pk)


@needs(manages)
@require_POST
def reset(request: UserRequest, pk: int) -> HttpResponse:
    """Give a new first password and show it once."""
    one = _visible_person(request, pk)
    password = services.reset_password(user_id=pk, by=request.user, at=now())
    return _first_password(request, one, password)


@needs(manages)
@require_POST
def deactivate(request: UserRequest, pk: int) -> HttpResponse:
    """Close an account."""
    one = _visible_person(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.deactivate(
                user_id=pk, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except Refused as refusal:
            form.add_error("reason", refusal.message)
        else:
            messages.success(request, f"已停用{one.name}的账号。")
            return redirect("people:person", pk=pk)
    return _again(request, one, reason_form=form)


@needs(manages)
@require_POST
def reactivate(request: UserRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    one = _visible_person(request, pk)
    services.reactivate(user_id=pk, by=request.user, at=now())
    messages.success(request, f"已启用{one.name}的账号。")
    return redirect("people:person", pk=pk)


@needs(Capability.PEOPLE_MANAGE)
@require_POST
def change_post(request: UserRequest, pk: int) -> HttpResponse:
    """End the main post and give another."""
    one = _visible_person(request, pk)
    form = ChangePostForm(request.POST, user=request.user)
    if form.is_valid():
        try:
            services.change_post(user=one, by=request.user, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "岗位已调整。")
            return redirect("people:person", pk=pk)
    return _again(request, one, post_form=form)


@needs(Capability.PEOPLE_MANAGE)
@require_POST
def end_post(request: UserRequest, pk: int) -> HttpResponse:
    """End the main post today."""
    one = _visible_person(request, pk)
    if one.post is None:
        raise Refused(f"{one.name}目前没有在任岗位。")
    services.end_post(post_id=one.post.pk, on=localdate(), by=request.user, at=now())
    messages.success(request, f"已办理{one.name}离任，账号不再能看到任何数据。")
    return redirect("people:person", pk=pk)
