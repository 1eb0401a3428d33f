"""Posts: given, changed, ended. A person holds one main post at a time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from bihuan.kernel import areas
from bihuan.kernel.errors import NotFound, Refused
from bihuan.people.models import Area, Organisation, Post, User
from bihuan.people.rules import roles_for
from bihuan.people.services.permission import forget_post, note_change, require_body
from bihuan.people.states import Role


@transaction.atomic
def give_post(
    *, user: User, organisation: Organisation, role: str, title: str = "",
    area: int | None = None, is_main: bool = True, since: date, by: User | None, at: datetime,
) -> Post:  # fmt: skip
    """Give a post; ``area`` narrows what the body answers for.

    Raises:
        Refused: the post does not fit the body, lies outside its area, or the person already
            holds a main post.
    """
    require_body(by, organisation)
    if role not in roles_for(organisation.kind):
        raise Refused(
            f"“{organisation.get_kind_display()}”不能设“{Role(role).label}”岗位，请重新选择。"
        )
    if area is not None:
        if not organisation.area_range.covers(areas.range_of(area)):
            raise Refused("负责区划应在机构所在区划之内。")
        if not Area.objects.filter(code=area).exists():
            raise Refused("所选负责区划不存在，请重新选择。")
    if is_main and user.posts.filter(is_main=True, until__isnull=True).exists():
        raise Refused(f"{user.name}已有主岗，请改为调整岗位。")
    post = Post.objects.create(
        user=user, organisation=organisation, role=role, title=title.strip(), area=area,
        is_main=is_main, since=since,
    )  # fmt: skip
    forget_post(user)
    note_change(
        f"任{post}（{post.get_role_display()}）", area=organisation.area, by=by, at=at, user=user,
        organisation=organisation,
    )  # fmt: skip
    return post


@transaction.atomic
def end_post(*, post_id: int, on: date, by: User | None, at: datetime) -> Post:
    """End a post on a day.

    Raises:
        Refused: the post has ended, or the day lies before it began.
    """
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("organisation", "user")
        .filter(pk=post_id)
        .first()
    )
    if post is None:
        raise NotFound
    require_body(by, post.organisation)
    if post.until is not None:
        raise Refused("这个岗位已经离任，不需要再次办理。")
    if on < post.since:
        raise Refused("离任日期不能早于任职日期。")
    post.until = on
    post.save(update_fields=["until"])
    forget_post(post.user)
    note_change(
        f"离任{post}", area=post.organisation.area, by=by, at=at, user=post.user,
        organisation=post.organisation,
    )  # fmt: skip
    return post


@transaction.atomic
def change_post(
    *, user: User, organisation: Organisation, role: str, title: str = "",
    area: int | None = None, on: date, by: User | None, at: datetime,
) -> Post:  # fmt: skip
    """End the present main post and give another one from the same day."""
    main = user.posts.filter(is_main=True, until__isnull=True).first()
    if main is not None:
        end_post(post_id=main.pk, on=max(on, main.since), by=by, at=at)
    return give_post(
        user=user, organisation=organisation, role=role, title=title, area=area, since=on, by=by,
        at=at,
    )  # fmt: skip
