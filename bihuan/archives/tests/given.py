"""A campaign that comes to its end."""

from __future__ import annotations

from datetime import date

from bihuan.archives.models import Archive, Summary
from bihuan.archives.services.archiving import start_archive
from bihuan.archives.services.handing_over import hand_over_by_default
from bihuan.archives.services.summaries import (
    choose_case,
    draft_summary,
    edit_summary,
    issue_summary,
    submit_summary,
)
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.tests.running import noon
from bihuan.jobs.services import run_job
from bihuan.oversight.tests.given import World

JULY_1 = noon(date(2026, 7, 1))
JULY_2 = noon(date(2026, 7, 2))


def a_summary(world: World) -> Summary:
    """Return 周's draft with words and one bad case."""
    summary = draft_summary(campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_1)
    choose_case(
        summary_id=summary.pk, kind="bad", hazard_id=world.hazard.pk, anonymous=True,
        comment="通道管理没有责任人。", by=world.cast.zhou,
    )  # fmt: skip
    return edit_summary(
        summary_id=summary.pk,
        words={
            "title": summary.title, "addressees": "各社区、各企业", "opening": summary.opening,
            "practice": "建立日提醒制度。", "problems": "个别社区重视不够。",
            "next_steps": "转入常态管理。",
        },
        as_of=date(2026, 7, 1), verdicts={}, version=summary.version, by=world.cast.zhou, at=JULY_1,
    )  # fmt: skip


def an_issued_summary(world: World) -> Summary:
    """Return the summary that 赵 signed."""
    summary = a_summary(world)
    submit_summary(summary_id=summary.pk, by=world.cast.zhou, at=JULY_1)
    return issue_summary(summary_id=summary.pk, by=world.cast.zhao, at=JULY_1)


def finished(world: World) -> Campaign:
    """Hand everything over and end the campaign."""
    hand_over_by_default(campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_1)
    return finish_campaign(
        campaign_id=world.campaign.pk, note="任务完成", by=world.cast.zhou, at=JULY_1
    )


def an_archive(world: World) -> Archive:
    """Return the package of the ended campaign."""
    an_issued_summary(world)
    finished(world)
    job = start_archive(campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_2)
    done = run_job(job.pk, clock=lambda: JULY_2)
    assert done.state == "done", done.message
    return Archive.objects.get(campaign=world.campaign)
