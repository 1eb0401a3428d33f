"""Wiring of the phasework app."""

from django.apps import AppConfig


class PhaseworkConfig(AppConfig):
    """阶段推进."""

    name = "bihuan.phasework"
    label = "phasework"
    verbose_name = "阶段推进"

    def ready(self) -> None:
        """Register the tick and the panels; put the register of results into the menu."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.phasework import panels, periodic  # noqa: F401 - they register
        from bihuan.web import menu

        menu.add(
            "方案行动",
            "阶段成果",
            "phasework:outputs",
            icon="award",
            need=Capability.DELIVERABLE_VIEW,
            order=25,
        )
