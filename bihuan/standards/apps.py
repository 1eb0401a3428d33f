"""Wiring of the standards app."""

from __future__ import annotations

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """检查标准."""

    name = "bihuan.standards"
    label = "standards"
    verbose_name = "检查标准"

    def ready(self) -> None:
        """Register search, who cites a law, and the menu."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.standards import citing, finding  # noqa: F401 - they register themselves
        from bihuan.web import menu

        menu.add(
            "双重预防", "检查标准", "standards:list", "list-check",
            need=Capability.STANDARD_VIEW, order=60,
        )  # fmt: skip
