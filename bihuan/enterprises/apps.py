"""Wiring of the enterprises app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from bihuan.people.models import User


class EnterprisesConfig(AppConfig):
    """企业档案."""

    name = "bihuan.enterprises"
    label = "enterprises"
    verbose_name = "企业档案"

    def ready(self) -> None:
        """Register metrics, the import job, search, the workbench panel and the menu."""
        from bihuan.enterprises import (  # noqa: F401 - they register themselves; apps come first
            finding,
            metrics,
            panels,
            services,
        )
        from bihuan.people.states import Capability
        from bihuan.web import menu

        group = "企业档案"
        menu.add(
            group, "企业名录", "enterprises:list", "building-factory-2", need=sees_many, order=10
        )
        menu.add(
            group, "本企业档案", "enterprises:mine", "building-factory-2", need=is_one, order=10
        )
        menu.add(
            group, "导入企业", "enterprises:import", "file-upload",
            need=Capability.ENTERPRISE_EDIT, order=20,
        )  # fmt: skip


def sees_many(user: User) -> bool:
    """Whether the person looks at enterprises from outside."""
    return user.can("enterprise.view") and not is_one(user)


def is_one(user: User) -> bool:
    """Whether the person belongs to an enterprise."""
    return user.scope is not None and user.scope.enterprise_id is not None
