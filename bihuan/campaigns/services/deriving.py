"""Drafts that come from items somebody already read: a superior's plan carried on by a body below.

Unlike an import, nothing is read out of the text: every item is given, with the place of its
quote, and counts as decided by the person who derived it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services.importing import CONFIRM_WITHIN, keep_plan_file
from bihuan.campaigns.services.items import add
from bihuan.campaigns.states import Decision
from bihuan.kernel.clocks import last_day
from bihuan.loop.services.cases import business_date, open_case
from bihuan.loop.services.trail import write_row
from bihuan.people.models import Organisation, User


@dataclass(frozen=True, slots=True)
class GivenItem:
    """One item to be written: its number at the caller's, kind, fields, and place in the text."""

    number: int
    kind: str
    data: Mapping[str, Any]
    start: int
    end: int


@transaction.atomic
def derive_draft(
    *, title: str, text: str, items: Sequence[GivenItem], rule: str, organisation: Organisation,
    by: User, at: datetime,
) -> tuple[Campaign, dict[int, PlanItem]]:  # fmt: skip
    """Open a draft of ``text`` with exactly ``items``, accepted; return it and the items by number.

    The text is kept as the draft's document, so that it can be opened and checked like any other.

    Raises:
        NotAllowed, NotFound: ``by`` may not import plans for ``organisation``.
        BadInput: the text cannot be kept as a document.
    """
    file = keep_plan_file(
        data=text.encode(), name=f"{title}.txt", organisation=organisation, by=by, at=at
    )
    known = {one.plan_number for one in file.campaigns.all()}
    campaign = open_case(
        Campaign(
            organisation=organisation, area=organisation.area, title=title, text=text,
            issuer=organisation.name[:120], plan_file=file,
            # the same text may be derived again after its first draft was given up
            plan_number=max(known, default=0) + 1, file=file.file.name, file_name=file.name,
            file_sha256=file.sha256, due_on=last_day(business_date(at), CONFIRM_WITHIN),
        ),
        by=by, at=at, label="承接上级方案",
    )  # fmt: skip
    return campaign, _write(campaign, items, rule=rule, by=by, at=at)


@transaction.atomic
def append_items(
    *, campaign_id: int, text: str, items: Sequence[GivenItem], rule: str, by: User, at: datetime
) -> dict[int, PlanItem]:
    """Lengthen a draft's text and add items that quote the new part; return them by number.

    ``text`` must begin with the text as it is: what was read keeps its place.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    assert text.startswith(campaign.text.rstrip("\n")), "what was read keeps its place"
    campaign.text = text
    Campaign.objects.filter(pk=campaign.pk).update(text=text, revision=F("revision") + 1)
    write_row(
        campaign, step="annex", label="补入上级要求", from_state=campaign.state, by=by, at=at,
        note="", facts={"items": len(items)},
    )  # fmt: skip
    return _write(campaign, items, rule=rule, by=by, at=at)


def _write(
    campaign: Campaign, items: Sequence[GivenItem], *, rule: str, by: User, at: datetime
) -> dict[int, PlanItem]:
    return {
        one.number: add(
            campaign, one.kind, one.start, one.end, one.data, by=by, at=at, rule=rule,
            decision=Decision.ACCEPTED,
        )
        for one in items
    }  # fmt: skip
