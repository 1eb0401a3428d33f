"""Wiring of the inspections app."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """监督检查."""

    name = "bihuan.inspections"
    label = "inspections"
    verbose_name = "监督检查"
