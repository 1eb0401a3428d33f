"""Wiring of the oversight app."""

from django.apps import AppConfig

GROUP = "统计考核"


class OversightConfig(AppConfig):
    """考核通报."""

    name = "bihuan.oversight"
    label = "oversight"
    verbose_name = "考核通报"

    def ready(self) -> None:
        """Put bulletins into the menu."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import menu

        menu.add(
            GROUP,
            "通报",
            "oversight:list",
            icon="file-text",
            need=Capability.BULLETIN_VIEW,
            order=30,
        )
