"""Wiring of the cooperation app."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """部门协同."""

    name = "bihuan.cooperation"
    label = "cooperation"
    verbose_name = "部门协同"

    def ready(self) -> None:
        """Register the menu, the panel of a campaign, the metrics and the daily planning."""
        from bihuan.cooperation import metrics, panels, periodic  # noqa: F401 - they register
