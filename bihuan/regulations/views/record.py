"""One text: its editions, who cites it, what is said about it; adding and correcting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.kernel.errors import BadInput, NotFound
from bihuan.people.states import Capability
from bihuan.regulations import services
from bihuan.regulations.citing import citing_groups
from bihuan.regulations.forms import CommentForm, RegulationForm
from bihuan.regulations.models import Regulation, RegulationComment
from bihuan.regulations.queries import editions_of
from bihuan.regulations.rules import said_of
from bihuan.regulations.tones import STANDING_TONES
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


def _visible(request: UserRequest, pk: int) -> Regulation:
    rows = Regulation.objects.visible_to(request.user)
    row = rows.select_related("replaced_by", "organisation").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _is_ours(request: UserRequest, pk: int) -> bool:
    return (
        request.user.can(Capability.STANDARD_EDIT)
        and Regulation.objects.owned_by(request.user).filter(pk=pk).exists()
    )


@needs(Capability.STANDARD_VIEW)
@require_safe
def detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show one text."""
    return _page(request, _visible(request, pk), CommentForm())


def _page(request: UserRequest, row: Regulation, form: CommentForm) -> HttpResponse:
    today = localdate()
    edition = row.edition
    standing = edition.on(today)
    comments = RegulationComment.objects.visible_to(request.user).filter(regulation=row)
    replaces = Regulation.objects.visible_to(request.user).filter(replaced_by=row)
    context = {
        "row": row,
        "standing": (STANDING_TONES[standing], standing.label),
        "said": said_of(edition, standing),
        "editions": [
            (one, one.on(today).label, STANDING_TONES[one.on(today)])
            for one in editions_of(row, request.user)
        ],
        "replaces": replaces.exclude(series=row.series),
        "citing": citing_groups(request.user, row),
        "comments": comments.select_related("by"),
        "form": form if request.user.can(Capability.STANDARD_EDIT) else None,
        "may_edit": _is_ours(request, row.pk),
        "may_add": request.user.can(Capability.STANDARD_EDIT),
    }
    status = 422 if form.errors else 200
    return render(request, "regulations/detail.html", context, status=status)


@needs(Capability.STANDARD_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Put a text into the library."""
    return _form_page(request, None, {}, "收录法规标准")


@needs(Capability.STANDARD_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct an entry of one's own."""
    row = _visible(request, pk)
    if not _is_ours(request, pk):
        raise NotFound("这一条不是本地区收录的，不能修改。可以“收录新版”，或在意见中写明。")
    return _form_page(request, row, RegulationForm.filled_from(row), "修改")


@needs(Capability.STANDARD_EDIT)
@require_http_methods(["GET", "POST"])
def next_edition(request: UserRequest, pk: int) -> HttpResponse:
    """Put in the next edition of a text."""
    row = _visible(request, pk)
    kept = ("title", "kind", "issuer", "aliases", "sectors")
    filled = RegulationForm.filled_from(row)
    return _form_page(request, row, {name: filled[name] for name in kept}, "收录新版", follows=True)


def _form_page(
    request: UserRequest, row: Regulation | None, initial: dict[str, Any], heading: str,
    *, follows: bool = False,
) -> HttpResponse:  # fmt: skip
    form = RegulationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if row is None:
                made = services.add_regulation(text=form.text(), by=request.user, at=now())
            elif follows:
                made = services.add_edition(
                    regulation_id=row.pk, text=form.text(), by=request.user, at=now()
                )
            else:
                made = services.change_regulation(
                    regulation_id=row.pk, text=form.text(), by=request.user
                )
        except BadInput as refusal:
            for problem in refusal.problems:
                form.add_error(None, str(problem))
        else:
            messages.success(request, "已保存。")
            return redirect(made)
    context = {"form": form, "row": row, "heading": heading}
    status = 422 if form.errors else 200
    return render(request, "regulations/form.html", context, status=status)


@needs(Capability.STANDARD_EDIT)
@require_POST
def comment(request: UserRequest, pk: int) -> HttpResponse:
    """Say something about a text."""
    row = _visible(request, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    services.comment_on(regulation_id=pk, text=form.cleaned_data["text"], by=request.user, at=now())
    messages.success(request, "意见已登记。")
    return redirect(row)
