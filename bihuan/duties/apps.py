"""Wiring of the duties app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """履职."""

    name = "bihuan.duties"
    label = "duties"
    verbose_name = "履职"

    def ready(self) -> None:
        """Declare the numbers and the daily roll, and put the pages into the shell."""
        from bihuan.duties import (  # noqa: F401 - models are loaded first
            metrics,
            pages,
            panels,
            periodic,
        )
