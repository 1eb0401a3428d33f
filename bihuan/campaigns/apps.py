"""Wiring of the campaigns app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """专项行动."""

    name = "bihuan.campaigns"
    label = "campaigns"
    verbose_name = "专项行动"

    def ready(self) -> None:
        """Put the lists into the menu; register metrics, the launch job and the daily roll."""
        from bihuan.campaigns import bases, metrics, panels, periodic, searching, tabs  # noqa: F401 - they register
        from bihuan.campaigns.services import launch  # noqa: F401 - it registers the job
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
        menu.add(
            "方案行动",
            "报送事项",
            "campaigns:deliverables",
            icon="send",
            need=Capability.DELIVERABLE_VIEW,
            order=20,
        )
        menu.add(
            "方案行动",
            "改法记录",
            "campaigns:lessons",
            icon="bookmark",
            need=Capability.PLAN_CONFIRM,
            order=90,
        )
