"""Wiring of the enterprises app."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """企业档案."""

    name = "bihuan.enterprises"
    label = "enterprises"
    verbose_name = "企业档案"
