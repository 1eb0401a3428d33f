"""Wiring of the campaigns app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """专项行动."""

    name = "bihuan.campaigns"
    label = "campaigns"
    verbose_name = "专项行动"

    def ready(self) -> None:
        """Put the list into the menu."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import menu

        menu.add(
            "方案行动",
            "方案与行动",
            "campaigns:list",
            icon="target-arrow",
            need=Capability.PLAN_VIEW,
            order=10,
        )
