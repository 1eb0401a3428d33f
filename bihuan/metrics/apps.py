"""Wiring of the metrics app."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """指标."""

    name = "bihuan.metrics"
    label = "metrics"
    verbose_name = "指标"

    def ready(self) -> None:
        """Put the pages into the menu and the key figures onto the workbench."""
        from bihuan.metrics import pages  # noqa: F401 - models must be loaded first
