"""Wiring of the campaigns app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """专项行动."""

    name = "bihuan.campaigns"
    label = "campaigns"
    verbose_name = "专项行动"
