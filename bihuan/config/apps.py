"""The app that holds the commands and checks which concern the installation as a whole."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """安装与运行."""

    name = "bihuan.config"
    label = "config"
    verbose_name = "安装与运行"

    def ready(self) -> None:
        """Register the system checks."""
        from bihuan.config import checks  # noqa: F401  # needs the settings, so not before now
