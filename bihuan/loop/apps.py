"""Wiring of the loop app."""

from django.apps import AppConfig


class LoopConfig(AppConfig):
    """闭环."""

    name = "bihuan.loop"
    label = "loop"
    verbose_name = "闭环"

    def ready(self) -> None:
        """Have workers seal the trail, and the daily tick escalate and publish roots."""
        from bihuan.loop import periodic  # noqa: F401 - models must be loaded first
