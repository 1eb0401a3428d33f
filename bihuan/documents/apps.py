"""Wiring of the documents app."""

from django.apps import AppConfig

from bihuan.people.states import Capability
from bihuan.web import menu


class DocumentsConfig(AppConfig):
    """公文."""

    name = "bihuan.documents"
    label = "documents"
    verbose_name = "公文"

    def ready(self) -> None:
        """Put the list of issued documents into the menu."""
        menu.add(
            "统计考核", "公文", "documents:list", icon="file-text", need=Capability.BULLETIN_VIEW
        )
