"""The app that holds the commands and checks which concern the installation as a whole."""

from typing import ClassVar

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFiles(StaticFilesConfig):
    """Static files, without those that no browser asks for.

    Icons are put into the page by the server; django-htmx's own copies of htmx are not used.
    """

    ignore_patterns: ClassVar[list[str]] = [  # type: ignore[misc]  # the stub says instance
        *StaticFilesConfig.ignore_patterns,
        "icons",
        "django_htmx",
    ]


class ConfigConfig(AppConfig):
    """安装与运行."""

    name = "bihuan.config"
    label = "config"
    verbose_name = "安装与运行"

    def ready(self) -> None:
        """Register the system checks."""
        from bihuan.config import checks  # noqa: F401  # needs the settings, so not before now
