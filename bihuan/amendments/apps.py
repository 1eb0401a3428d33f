"""Wiring of the amendments app."""

from django.apps import AppConfig


class AmendmentsConfig(AppConfig):
    """方案修订."""

    name = "bihuan.amendments"
    label = "amendments"
    verbose_name = "方案修订"

    def ready(self) -> None:
        """Register the job, and what a campaign's pages show of its amendments."""
        from bihuan.amendments import panels  # noqa: F401 - it registers
        from bihuan.amendments.services import applying  # noqa: F401 - it registers the job
