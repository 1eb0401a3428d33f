"""Wiring of the metrics app."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """指标."""

    name = "bihuan.metrics"
    label = "metrics"
    verbose_name = "指标"
