"""Wiring of the regulations app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegulationsConfig(AppConfig):
    """法规标准库."""

    name = "bihuan.regulations"
    label = "regulations"
    verbose_name = "法规标准库"

    def ready(self) -> None:
        """Register search and the menu; keep the built-in texts after every migration."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.regulations import finding  # noqa: F401 - it registers itself
        from bihuan.regulations.services.setup import install_after_migrate
        from bihuan.web import menu

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="regulations_builtin")
        menu.add(
            "双重预防", "法规标准", "regulations:list", "gavel",
            need=Capability.STANDARD_VIEW, order=65,
        )  # fmt: skip
