"""Keep the index true to the plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun, start_job
from bihuan.kernel.sealing import digest
from bihuan.library.folding import folded, grams
from bihuan.library.models import LibraryEntry, LibraryGram
from bihuan.reference.sectors import match_sectors

JOB = "library.index"
AT_ONCE = 100_000  # characters that are indexed within the request; longer plans by a job
LONGEST_TITLE = 300
BATCH = 2_000


def stamp_of(campaign: Campaign) -> str:
    """Return what tells whether an entry is still that of the plan."""
    return digest(
        [
            campaign.title, campaign.document_number, campaign.text, campaign.area,
            campaign.starts_on, campaign.issued_on, campaign.scope_sectors,
        ]
    )  # fmt: skip


def keep_entry(campaign: Campaign, *, at: datetime) -> None:
    """Index a plan that was just imported, launched or changed; a long one in the background."""
    if campaign.state == CampaignState.DISCARDED or len(campaign.text) <= AT_ONCE:
        index_plan(campaign, at=at)
        return
    start_job(
        kind=JOB, title=f"编入方案库：{campaign.title}"[:120], payload={"campaign": campaign.pk},
        area=campaign.area, by=None, at=at, result_url=f"/library/plans/{campaign.pk}/",
    )  # fmt: skip


@handler(JOB)
def run_index(run: JobRun) -> None:
    """Index one long plan."""
    campaign = Campaign.objects.filter(pk=run.payload["campaign"]).first()
    if campaign is not None:
        index_plan(campaign, at=run.at)
    run.finish(message="已编入方案库。", result_url=run.job.result_url)


@transaction.atomic
def index_plan(campaign: Campaign, *, at: datetime) -> bool:
    """Write the plan's entry anew unless it stands already; return whether it was written.

    A discarded plan leaves the library.
    """
    if campaign.state == CampaignState.DISCARDED:
        LibraryEntry.objects.filter(campaign=campaign).delete()
        return False
    stamp = stamp_of(campaign)
    entry = LibraryEntry.objects.select_for_update().filter(campaign=campaign).first()
    if entry is not None and entry.stamp == stamp:
        return False
    entry = entry or LibraryEntry(campaign=campaign)
    entry.area, entry.stamp, entry.indexed_at = campaign.area, stamp, at
    entry.year, entry.sectors = year_of(campaign), _between_commas(sectors_of(campaign))
    entry.folded_title = folded(campaign.title)[:LONGEST_TITLE]
    # a break between the parts, so that no word is found across them
    entry.folded = "\n".join(
        (entry.folded_title, folded(campaign.document_number), folded(campaign.text))
    )
    entry.save()
    LibraryGram.objects.filter(entry=entry).delete()
    LibraryGram.objects.bulk_create(
        (
            LibraryGram(gram=gram, entry=entry, count=count)
            for gram, count in sorted(grams(entry.folded).items())
        ),
        batch_size=BATCH,
    )
    return True


def year_of(campaign: Campaign) -> int | None:
    """Return the year a plan is for."""
    day = campaign.starts_on or campaign.issued_on
    year = campaign.draft.get("year") or (day.year if day else None)
    return int(year) if year else None


def sectors_of(campaign: Campaign) -> list[str]:
    """Return the sectors a plan is about: those it was launched for, else those it speaks of."""
    chosen = campaign.scope_sectors or campaign.draft.get("sectors") or []
    return [str(one) for one in chosen] or match_sectors(campaign.title)


def _between_commas(codes: Iterable[str]) -> str:
    told = ",".join(codes)
    return f",{told[:398]}," if told else ""


def index_missing(*, at: datetime) -> int:
    """Index every plan whose entry is absent or of an older text; return how many there were.

    Texts are read a few at a time: a library of long plans does not fill the memory.
    """
    written = 0
    for campaign in Campaign.objects.order_by("pk").iterator(chunk_size=20):
        written += index_plan(campaign, at=at)
    return written


def rebuild(*, at: datetime) -> int:
    """Make the whole index anew; return how many plans it holds."""
    LibraryEntry.objects.all().delete()
    return index_missing(at=at)
