"""Wiring of the duties app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """履职."""

    name = "bihuan.duties"
    label = "duties"
    verbose_name = "履职"

    def ready(self) -> None:
        """Declare the numbers and the daily roll, and put the pages into the menu."""
        from bihuan.duties import metrics, pages, periodic  # noqa: F401 - models are loaded first
