"""Wiring of the library app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """方案库."""

    name = "bihuan.library"
    label = "library"
    verbose_name = "方案库"

    def ready(self) -> None:
        """Put the library into the menu; follow the campaigns; register job, daily work and tab."""
        from bihuan.library import listeners, periodic, tabs  # noqa: F401 - they register
        from bihuan.library.services import indexing  # noqa: F401 - it registers the job
        from bihuan.people.states import Capability  # apps must be loaded first
        from bihuan.web import menu

        listeners.follow()
        menu.add(
            "方案行动",
            "方案库",
            "library:search",
            icon="bookmark",
            need=Capability.PLAN_VIEW,
            order=15,
        )
