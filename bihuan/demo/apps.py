"""Wiring of the demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """演示."""

    name = "bihuan.demo"
    label = "demo"
    verbose_name = "演示"
