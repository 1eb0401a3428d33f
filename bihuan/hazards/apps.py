"""Wiring of the hazards app."""

from django.apps import AppConfig


class HazardsConfig(AppConfig):
    """事故隐患."""

    name = "bihuan.hazards"
    label = "hazards"
    verbose_name = "事故隐患"

    def ready(self) -> None:
        """Declare the numbers, put the pages into the shell, and tell of major hazards."""
        from bihuan.hazards import metrics, panels, telling  # noqa: F401 - models come first
