"""Accounts and passwords."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime

from axes.utils import reset as axes_reset
from django.db import transaction

from bihuan.kernel.chinese import BEIJING
from bihuan.kernel.errors import NotFound, Refused
from bihuan.people.models import Organisation, User
from bihuan.people.services.assignments import require_no_orphaned_grid
from bihuan.people.services.permission import note_change, require_body, require_person
from bihuan.people.services.posts import give_post

_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,59}")
# Letters and digits that cannot be taken for one another when read from paper.
_CLEAR = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_password() -> str:
    """Return a random first password, easy to copy from paper."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(3))


@transaction.atomic
def create_account(
    *, username: str, name: str, organisation: Organisation, role: str, by: User | None,
    at: datetime, phone: str = "", title: str = "", area: int | None = None,
    since: date | None = None, password: str | None = None, must_change: bool = True,
    is_demo: bool = False,
) -> User:  # fmt: skip
    """Make an account with its main post.

    Without ``password`` nobody can sign in until ``reset_password``. ``since`` is the day of
    ``at`` unless said otherwise.

    Raises:
        Refused: the user name is taken or cannot be typed, or the post does not fit the body.
    """
    require_body(by, organisation)
    username = username.strip()
    if not _USERNAME.fullmatch(username):
        raise Refused("账号应为 2 至 60 个字母、数字或 . _ @ -，并以字母或数字开头。")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"账号“{username}”已被使用，请换一个。")
    if not name.strip():
        raise Refused("请填写姓名。")
    user = User.objects.create_user(
        username, name=name.strip(), password=password, phone=phone.strip(),
        must_change_password=must_change, is_demo=is_demo,
    )  # fmt: skip
    note_change(
        f"开通账号：{username}（{user.name}）", area=organisation.area, by=by, at=at, user=user,
        organisation=organisation,
    )  # fmt: skip
    day = since or at.astimezone(BEIJING).date()
    give_post(
        user=user, organisation=organisation, role=role, title=title, area=area, since=day, by=by,
        at=at,
    )  # fmt: skip
    return user


@transaction.atomic
def update_account(*, user_id: int, name: str, phone: str, by: User | None, at: datetime) -> User:
    """Change a person's name and telephone; people change their own telephone too."""
    user = _locked(user_id)
    body = require_person(by, user)
    if not name.strip():
        raise Refused("请填写姓名。")
    user.name, user.phone = name.strip(), phone.strip()
    user.save(update_fields=["name", "phone"])
    note_change("修改人员资料", area=body.area, by=by, at=at, user=user)
    return user


@transaction.atomic
def reset_password(*, user_id: int, by: User | None, at: datetime) -> str:
    """Set a random password that must be changed at the next sign-in, and return it once.

    An account locked after wrong passwords is open again.
    """
    user = _locked(user_id)
    body = require_person(by, user)
    if not user.is_active:
        raise Refused("账号已停用，请先启用再重置密码。")
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    axes_reset(username=user.username)
    note_change("重置密码", area=body.area, by=by, at=at, user=user)
    return password


@transaction.atomic
def change_own_password(*, user: User, password: str, at: datetime) -> User:
    """Set the password a person chose; the caller has checked the old one and the rules."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    area = user.post.organisation.area if user.post else None
    if area is not None:
        note_change("本人修改密码", area=area, by=user, at=at, user=user)
    return user


@transaction.atomic
def deactivate(*, user_id: int, reason: str, by: User | None, at: datetime) -> User:
    """Close an account; its sessions end with the next request.

    Raises:
        Refused: it is one's own, it is closed already, or a grid would be left without a person.
    """
    user = _locked(user_id)
    body = require_person(by, user)
    if by is not None and by.pk == user.pk:
        raise Refused("不能停用自己的账号，请由其他管理员办理。")
    if not user.is_active:
        raise Refused("账号已经停用。")
    if not reason.strip():
        raise Refused("请填写停用原因。")
    require_no_orphaned_grid(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    note_change(f"停用账号：{reason.strip()}", area=body.area, by=by, at=at, user=user)
    return user


@transaction.atomic
def reactivate(*, user_id: int, by: User | None, at: datetime) -> User:
    """Open a closed account again."""
    user = _locked(user_id)
    body = require_person(by, user)
    if user.is_active:
        raise Refused("账号正在使用，不需要启用。")
    user.is_active = True
    user.save(update_fields=["is_active"])
    note_change("启用账号", area=body.area, by=by, at=at, user=user)
    return user


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user
