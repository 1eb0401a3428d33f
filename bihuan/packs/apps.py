"""Wiring of the packs app."""

from __future__ import annotations

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """行业包."""

    name = "bihuan.packs"
    label = "packs"
    verbose_name = "行业包"

    def ready(self) -> None:
        """Register tab, panel, guards and the menu."""
        from bihuan.packs import guards, panels  # noqa: F401 - they register themselves
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import menu

        menu.add(
            "方案行动", "行业包", "packs:list", icon="layout-grid", need=Capability.PLAN_VIEW,
            order=30,
        )  # fmt: skip
