"""Wiring of the hazards app."""

from django.apps import AppConfig


class HazardsConfig(AppConfig):
    """事故隐患."""

    name = "bihuan.hazards"
    label = "hazards"
    verbose_name = "事故隐患"
