"""Registers the shell with Django and its own pages with the menu."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Page shell, components, list."""

    name = "bihuan.web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Put the shell's own pages into the menu."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import checks, menu  # noqa: F401 - the check registers itself

        menu.add("工作台", "工作台", "web:workbench", icon="layout-dashboard", order=0)
        menu.add_tab("工作台", "web:workbench", icon="layout-dashboard", order=0)
        menu.add_tab("我的", "web:me", icon="user", order=900)
        menu.add(
            "系统",
            "组件样例",
            "web:gallery",
            icon="components",
            need=Capability.PEOPLE_MANAGE,
            order=900,
        )
