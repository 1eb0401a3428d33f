"""Wiring of the loop app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LoopConfig(AppConfig):
    """闭环."""

    name = "bihuan.loop"
    label = "loop"
    verbose_name = "闭环"

    def ready(self) -> None:
        """Have workers seal the trail, the daily tick escalate, and the shell show the inbox."""
        from bihuan.loop import panels, periodic  # noqa: F401 - models must be loaded first
        from bihuan.loop.services.setup import ensure_defaults_after_migrate

        post_migrate.connect(
            ensure_defaults_after_migrate, sender=self, dispatch_uid="loop_defaults"
        )
