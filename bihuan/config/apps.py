"""The app that holds the commands and checks which concern the installation as a whole."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """安装与运行."""

    name = "bihuan.config"
    label = "config"
    verbose_name = "安装与运行"
