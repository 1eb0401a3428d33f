"""Wiring of the inspections app."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """监督检查."""

    name = "bihuan.inspections"
    label = "inspections"
    verbose_name = "监督检查"

    def ready(self) -> None:
        """Declare the numbers, and put the pages into the shell."""
        from bihuan.inspections import metrics, panels  # noqa: F401 - models must be loaded first
