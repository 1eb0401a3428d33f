"""Check items and the laws they rest on: who cites a text, and the texts a basis names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.regulations.articles import Citation, citations
from bihuan.regulations.citing import Citing, cited_by, words_citing
from bihuan.regulations.models import Regulation
from bihuan.regulations.queries import Known
from bihuan.regulations.states import Standing
from bihuan.standards.models import CheckItem, Checklist


@cited_by("检查项", order=10, need=Capability.STANDARD_VIEW)
def check_items(user: User, regulation: Regulation, limit: int) -> list[Citing]:
    """Find the check items whose basis names a text."""
    rows = (
        CheckItem.objects.filter(
            words_citing(regulation, "basis"), checklist__in=Checklist.objects.visible_to(user)
        )
        .select_related("checklist")
        .order_by("-checklist_id", "number")
    )
    return [
        Citing(
            f"{one.text[:60]}", one.checklist.get_absolute_url(),
            hint=f"{one.checklist}第 {one.number} 项",
        )
        for one in rows[:limit]
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an item's basis; with a text of the library, its page and how it stands."""

    words: str
    url: str = ""
    told: str = ""
    is_stale: bool = False


def basis_pieces(items: Sequence[CheckItem], user: User, *, on: date) -> dict[int, list[Piece]]:
    """Return each item's basis with the texts of the library linked; one query for all items."""
    cited = {one.pk: citations(one.basis) for one in items if one.basis}
    known = Known(user, [(c.title, c.number) for found in cited.values() for c in found])
    return {
        one.pk: _pieces(one.basis, cited.get(one.pk, []), known, on) for one in items if one.basis
    }


def _pieces(basis: str, cited: Sequence[Citation], known: Known, on: date) -> list[Piece]:
    pieces, at = [], 0
    for citation in cited:
        found = known.resolve(citation.title, citation.number, on)
        if found.edition is None:
            continue
        if citation.start > at:
            pieces.append(Piece(basis[at : citation.start]))
        pieces.append(
            Piece(
                basis[citation.start : citation.end], f"/regulations/{found.edition.pk}/",
                found.message, is_stale=found.standing in (Standing.REPLACED, Standing.ENDED),
            )
        )  # fmt: skip
        at = citation.end
    return [*pieces, Piece(basis[at:])] if at < len(basis) else pieces
