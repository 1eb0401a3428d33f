"""Wiring of the duties app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """履职."""

    name = "bihuan.duties"
    label = "duties"
    verbose_name = "履职"
