"""Wiring of the jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """后台任务."""

    name = "bihuan.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Put the list of jobs into the menu."""
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import menu

        menu.add("系统", "后台任务", "jobs:list", "clock", Capability.METRIC_VIEW, order=800)
