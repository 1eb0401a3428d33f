"""Make the archive of an ended campaign, as a job."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime

from django.core.files import File
from django.db import transaction

from bihuan.archives.contents import about, parts
from bihuan.archives.models import Archive, Summary
from bihuan.archives.states import SummaryState
from bihuan.archives.zipping import write_package
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.jobs.models import Job
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun, start_job
from bihuan.jobs.states import OPEN
from bihuan.kernel.errors import NotAllowed, NotFound, Refused
from bihuan.loop.services.seals import seal_all
from bihuan.people.models import User
from bihuan.people.states import Capability

JOB = "campaign.archive"
IN_MEMORY = 8 * 1024**2
CHUNK = 1 << 20


@transaction.atomic
def start_archive(*, campaign_id: int, by: User, at: datetime) -> Job:
    """Queue the making of the archive; one that is under way is returned.

    Raises:
        NotFound, NotAllowed: outside what ``by`` may see or do.
        Refused: the campaign has not ended, or no summary was issued.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.PLAN_LAUNCH):
        raise NotAllowed("您的岗位不能归档。")
    if campaign.state != CampaignState.ENDED:
        raise Refused(f"行动{campaign.state_label}，结束后才能归档。")
    if not Summary.objects.filter(campaign=campaign, state=SummaryState.ISSUED).exists():
        raise Refused("还没有签发总结，请先起草并签发总结，再归档。", code="summary_missing")
    return archiving(campaign) or start_job(
        kind=JOB, title=f"归档：{campaign.title}"[:120], payload={"campaign": campaign.pk},
        area=campaign.area, by=by, at=at, result_url=f"/archives/campaigns/{campaign.pk}/",
    )  # fmt: skip


def archiving(campaign: Campaign) -> Job | None:
    """Return the job that makes the archive now, if one is under way."""
    return Job.objects.filter(kind=JOB, payload__campaign=campaign.pk, state__in=OPEN).first()


@handler(JOB)
def run_archive(run: JobRun) -> None:
    """Seal what is not sealed, write the package, keep it once."""
    campaign = Campaign.objects.select_related("organisation", "plan_file").get(
        pk=run.payload["campaign"]
    )
    seal_all(at=run.at)
    steps = parts(campaign)
    run.expect(len(steps))

    def files() -> Iterator[tuple[str, bytes]]:
        for _, make in steps:
            yield from make()
            run.progress()

    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as out:
        packed = write_package(out, files(), about=about(campaign))
        size = out.tell()
        out.seek(0)
        sha = hashlib.sha256()
        while chunk := out.read(CHUNK):
            sha.update(chunk)
        out.seek(0)
        with transaction.atomic():
            known = Archive.objects.filter(campaign=campaign, sha256=sha.hexdigest()).first()
            if known is None:
                archive = Archive(
                    campaign=campaign, area=campaign.area, sha256=sha.hexdigest(),
                    package_digest=packed.digest, size=size, files=packed.files,
                    made_by=run.job.created_by, made_at=run.at, job=run.job,
                )  # fmt: skip
                archive.file.save("package.zip", File(out), save=False)
                archive.save()
    told = "内容与上次归档相同，没有重复保存。" if known else f"已归档 {packed.files} 个文件。"
    run.finish(message=told, result_url=f"/archives/campaigns/{campaign.pk}/")


def archive_for(archive_id: int, by: User) -> Archive:
    """Return an archive that ``by`` may take away.

    Raises:
        NotFound: there is none, or not for ``by``.
    """
    archive = (
        Archive.objects.visible_to(by).select_related("campaign").filter(pk=archive_id).first()
    )
    if archive is None:
        raise NotFound
    return archive
