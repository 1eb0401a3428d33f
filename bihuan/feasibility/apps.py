"""Wiring of the feasibility app."""

from django.apps import AppConfig


class FeasibilityConfig(AppConfig):
    """可行性测算."""

    name = "bihuan.feasibility"
    label = "feasibility"
    verbose_name = "可行性测算"

    def ready(self) -> None:
        """Register the panels, and the keeping of what was known at a launch."""
        from bihuan.feasibility import panels, services  # noqa: F401 - they register
