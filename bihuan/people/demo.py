"""The demo's cast: accounts that sign in by one click where the demo is shown."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.people.models import Post, User
from bihuan.people.states import Role

HINTS = {
    Role.CLERK: "上传方案、跟进任务、起草通报",
    Role.CHIEF: "看进度、签发通报",
    Role.LEADER: "带队检查、签发通报",
    Role.INSPECTOR: "定级、复查、销号",
    Role.GRID_WORKER: "巡查、上报隐患",
    Role.ENTERPRISE_HEAD: "看本企业待办、核验整改",
    Role.SAFETY_MANAGER: "填自查、报整改",
    Role.ADMINISTRATOR: "管理机构人员",
}


@dataclass(frozen=True, slots=True)
class CastMember:
    """One person of the demo: account, name, post in words, and what the post is for."""

    username: str
    name: str
    role: str
    hint: str


def cast() -> list[CastMember]:
    """Return the demo accounts in the order they were made."""
    posts = (
        Post.objects.filter(
            user__is_demo=True, user__is_active=True, is_main=True, until__isnull=True
        )
        .select_related("user", "organisation")
        .order_by("user_id")
    )
    return [
        CastMember(
            username=post.user.username, name=post.user.name,
            role=f"{post.organisation.name} · {post.title or post.get_role_display()}",
            hint=HINTS[Role(post.role)],
        )
        for post in posts
    ]  # fmt: skip


def demo_user(username: str) -> User | None:
    """Return the demo account of that name; None when there is none in use."""
    return User.objects.filter(username=username, is_demo=True, is_active=True).first()
