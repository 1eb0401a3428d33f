"""Wiring of the cascade app."""

from django.apps import AppConfig


class CascadeConfig(AppConfig):
    """上下分解."""

    name = "bihuan.cascade"
    label = "cascade"
    verbose_name = "上下分解"

    def ready(self) -> None:
        """Answer for campaigns of a chain, guard lower plans, declare numbers, add the pages."""
        from bihuan.cascade import family, guards, metrics, panels, periodic  # noqa: F401 - they register
        from bihuan.cascade.services import amending, following, receipts  # noqa: F401 - they register
