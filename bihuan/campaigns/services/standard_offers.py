"""Say which items of built-in check standards a check item may mean; nothing is taken over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bihuan.campaigns.memory_models import StandardMatch
from bihuan.campaigns.models import PlanItem
from bihuan.campaigns.states import ItemKind
from bihuan.standards.matching import Suggestion, suggestions_for


def offer_standards(items: Sequence[PlanItem]) -> None:
    """Keep, for each check item, the items of built-in standards that it may mean."""
    checks = [item for item in items if item.kind == ItemKind.CHECK_ITEM]
    found = suggestions_for([str(item.data.get("text") or item.quote) for item in checks])
    StandardMatch.objects.bulk_create(
        StandardMatch(item=item, options=[_option(one) for one in likely])
        for item, likely in zip(checks, found, strict=True)
        if likely
    )


def _option(found: Suggestion) -> dict[str, Any]:
    item = found.known.item
    return {
        "list": found.known.name, "code": found.known.checklist, "number": found.known.number,
        "text": item.text, "basis": item.basis, "severity": str(item.severity),
        "photo": item.photo_required, "score": round(found.score, 2),
    }  # fmt: skip


def offer_again(item: PlanItem, *, text_before: str = "") -> None:
    """Offer standards for an item that is new or reads otherwise now; what was chosen stays."""
    if item.kind != ItemKind.CHECK_ITEM or item.data.get("text") == text_before:
        return
    StandardMatch.objects.filter(item=item, chosen__isnull=True).delete()
    if not StandardMatch.objects.filter(item=item).exists():
        offer_standards([item])
