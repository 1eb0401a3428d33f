"""The demo's cast: accounts that sign in by one click where the demo is shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bihuan.people.models import Post, User
from bihuan.people.states import OrganisationKind, Role

SHOWN_BODIES: dict[str, int] = {OrganisationKind.TOWN_OFFICE: 2, OrganisationKind.ENTERPRISE: 2}

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
    """Return the people of the first bodies of each kind, in the order they were made.

    The demo has an account for each of its enterprises; the page shows a few of every sort.
    """
    posts = (
        Post.objects.filter(
            user__is_demo=True, user__is_active=True, is_main=True, until__isnull=True
        )
        .select_related("user", "organisation")
        .order_by("user_id")
    )
    shown: dict[str, set[int]] = defaultdict(set)
    members = []
    for post in posts:
        body = post.organisation
        bodies = shown[body.kind]
        if body.pk not in bodies and len(bodies) >= SHOWN_BODIES.get(body.kind, 1):
            continue
        bodies.add(body.pk)
        members.append(_member(post))
    return members


def _member(post: Post) -> CastMember:
    return CastMember(
        username=post.user.username, name=post.user.name,
        role=f"{post.organisation.name} · {post.title or post.get_role_display()}",
        hint=HINTS[Role(post.role)],
    )  # fmt: skip


def demo_user(username: str) -> User | None:
    """Return the demo account of that name; None when there is none in use."""
    return User.objects.filter(username=username, is_demo=True, is_active=True).first()
