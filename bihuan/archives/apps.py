"""Wiring of the archives app."""

from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    """总结归档."""

    name = "bihuan.archives"
    label = "archives"
    verbose_name = "总结归档"

    def ready(self) -> None:
        """Put the list into the menu; register guard, tab and job."""
        from bihuan.archives import guards, tabs  # noqa: F401 - they register
        from bihuan.archives.services import archiving  # noqa: F401 - it registers the job
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import menu

        menu.add(
            "方案行动",
            "总结归档",
            "archives:list",
            icon="archive",
            need=Capability.PLAN_VIEW,
            order=30,
        )
