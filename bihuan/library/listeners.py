"""The library follows the campaigns: every step of one, and every change of its text."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.library.models import LibraryEntry
from bihuan.library.services.indexing import keep_entry, stamp_of

SEEN = frozenset({"title", "document_number", "text", "state", "area", "issued_on", "starts_on"})


def follow() -> None:
    """Listen to saved campaigns.

    A signal of the row and not an event of its steps: whoever changes a plan's words, also a
    package that the library does not know, saves the row.
    """
    post_save.connect(_saved, sender=Campaign, dispatch_uid="library")


def _saved(instance: Campaign, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if update_fields is not None and not SEEN & set(update_fields):
        return
    known = LibraryEntry.objects.filter(campaign=instance).values_list("stamp", flat=True).first()
    if known is None or known != stamp_of(instance) or instance.state == CampaignState.DISCARDED:
        keep_entry(instance, at=timezone.now())
