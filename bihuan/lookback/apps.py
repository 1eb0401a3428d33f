"""Wiring of the lookback app."""

from django.apps import AppConfig


class LookbackConfig(AppConfig):
    """回头看."""

    name = "bihuan.lookback"
    label = "lookback"
    verbose_name = "回头看"

    def ready(self) -> None:
        """Register metrics and panels; put the list of rechecks into the menu."""
        from bihuan.lookback import metrics, panels  # noqa: F401 - they register
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import menu

        menu.add(
            "双重预防",
            "回头看核查",
            "lookback:list",
            icon="clipboard-check",
            need=Capability.HAZARD_VIEW,
            order=60,
        )
