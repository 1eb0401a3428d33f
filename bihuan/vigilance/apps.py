"""Wiring of the vigilance app."""

from django.apps import AppConfig


class VigilanceConfig(AppConfig):
    """敏感时期."""

    name = "bihuan.vigilance"
    label = "vigilance"
    verbose_name = "敏感时期"

    def ready(self) -> None:
        """Register the tick and the panels; put the calendar of periods into the menu."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.vigilance import panels, periodic  # noqa: F401 - they register
        from bihuan.web import menu

        menu.add(
            "方案行动",
            "敏感时期",
            "vigilance:list",
            icon="calendar-event",
            need=Capability.DUTY_MANAGE,
            order=40,
        )
