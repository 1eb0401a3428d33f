"""What stands at the end of the world's campaigns: summaries, a handover, an archive, a template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.archives.models import Archive, Handover, Summary, SummaryCase
from bihuan.archives.services import summaries
from bihuan.archives.services.archiving import start_archive
from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.running import finish_campaign
from bihuan.hazards.models import Hazard
from bihuan.jobs.services import run_job
from bihuan.library.models import PlanTemplate
from bihuan.library.services.templates import make_template
from bihuan.people.models import User


@dataclass(frozen=True, slots=True)
class Endings:
    """One of each, all of the same town."""

    ended: Campaign
    summaries: dict[str, Summary]
    case: SummaryCase
    handover: Handover
    archive: Archive
    template: PlanTemplate


def endings(
    running: Campaign, other: Campaign, hazard: Hazard, *, clerk: User, chief: User, at: datetime,
    mark: str,
) -> Endings:  # fmt: skip
    """Draft a summary of ``running`` with a case, and bring ``other`` to its end."""
    draft = summaries.draft_summary(campaign_id=running.pk, by=clerk, at=at)
    case = summaries.choose_case(
        summary_id=draft.pk, kind="good", hazard_id=hazard.pk, anonymous=False, comment=mark,
        by=clerk,
    )  # fmt: skip
    issued = summaries.draft_summary(campaign_id=other.pk, by=clerk, at=at)
    words = {
        "title": f"{mark}总结", "addressees": "各社区", "opening": mark, "practice": "", "problems": "",
        "next_steps": "转入常态管理。",
    }  # fmt: skip
    issued = summaries.edit_summary(
        summary_id=issued.pk, words=words, as_of=issued.as_of, verdicts={}, version=issued.version,
        by=clerk, at=at,
    )  # fmt: skip
    summaries.submit_summary(summary_id=issued.pk, by=clerk, at=at)
    issued = summaries.issue_summary(summary_id=issued.pk, by=chief, at=at)
    (handover,) = hand_over_by_default(campaign_id=other.pk, by=clerk, at=at)
    ended = finish_campaign(campaign_id=other.pk, note=mark, by=clerk, at=at)
    job = start_archive(campaign_id=other.pk, by=clerk, at=at)
    done = run_job(job.pk, clock=lambda: at)
    assert done.state == "done", done.message
    template = make_template(
        campaign_id=other.pk, name=f"{mark}模板", notes=mark, by=clerk, at=at
    )  # fmt: skip
    return Endings(
        ended, {"draft": draft, "issued": issued}, case, handover,
        Archive.objects.get(campaign=other), template,
    )  # fmt: skip
