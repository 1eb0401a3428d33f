"""Wiring of the documents app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """公文."""

    name = "bihuan.documents"
    label = "documents"
    verbose_name = "公文"
