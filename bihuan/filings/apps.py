"""Wiring of the filings app."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """检查备案."""

    name = "bihuan.filings"
    label = "filings"
    verbose_name = "检查备案"

    def ready(self) -> None:
        """Register the tab and the check of every launch."""
        from bihuan.filings import guards, panels  # noqa: F401 - they register
