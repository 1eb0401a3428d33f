"""Wiring of the people app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from bihuan.people.models import User


class PeopleConfig(AppConfig):
    """机构与人员."""

    name = "bihuan.people"
    label = "people"
    verbose_name = "机构与人员"

    def ready(self) -> None:
        """Put the administration into the menu."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import menu

        manage = Capability.PEOPLE_MANAGE
        menu.add("系统", "人员", "people:list", "users", need=manage, order=10)
        menu.add("系统", "机构", "people:organisations", "building", need=manage, order=20)
        menu.add("系统", "区划", "people:areas", "sitemap", need=manage, order=30)
        menu.add("企业档案", "包保网格", "people:assignments", "map-pin", need=arranges, order=50)


def arranges(user: User) -> bool:
    """Whether the person names who answers for which place."""
    return user.can("people.manage") or user.can("duty.manage")
