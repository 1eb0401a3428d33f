"""The papers that a campaign with inspections needs before its launch."""

from __future__ import annotations

from datetime import datetime

from bihuan.campaigns.choices import LaunchChoices
from bihuan.campaigns.models import Campaign
from bihuan.demo.papers import report_pdf
from bihuan.demo.world import Office
from bihuan.filings import services
from bihuan.filings.guards import inspections_of
from bihuan.filings.models import Filing
from bihuan.filings.rules import ListedItem
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import business_date
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.people.states import Role

BASIS = "《中华人民共和国安全生产法》第六十五条"
MANDATE = "云溪县人民政府关于乡镇承接行政检查事项的决定（演示）"


def file_inspections(
    campaign: Campaign, choices: LaunchChoices, office: Office, *, at: datetime
) -> None:
    """Take the filing from draft to publication where the launch would give out inspections."""
    if not inspections_of(campaign, choices):
        return
    clerk, chief = office.people[Role.CLERK], office.people[Role.CHIEF]
    filing = services.prepare_filing(
        campaign_id=campaign.pk, inspector_id=office.inspector.pk, by=clerk, at=at
    )
    items = [ListedItem(one.text, one.basis or BASIS) for one in filing.listed]
    services.keep_draft(
        filing_id=filing.pk, mandate=MANDATE, purpose=filing.purpose, times=1,
        starts_on=filing.starts_on, ends_on=filing.ends_on, by=clerk, version=filing.version,
        items=items or [ListedItem("安全生产法律、法规、国家标准执行情况", BASIS)],
    )  # fmt: skip
    services.submit_filing(filing_id=filing.pk, by=clerk, at=at)
    day = business_date(at)
    number = Filing.objects.count()
    services.approve_filing(
        filing_id=filing.pk, approved_by="云溪县人民政府", approved_on=day,
        approval_number=f"云溪政复〔{day.year}〕{number}号",
        evidence=[_paper("关于同意开展专项检查的批复", campaign, chief, at)], by=chief, at=at,
    )  # fmt: skip
    services.record_filing(
        filing_id=filing.pk, filed_with="云溪县司法局", filed_on=day,
        filing_number=f"云溪检备〔{day.year}〕{number}号",
        evidence=[_paper("专项检查备案回执", campaign, clerk, at)], by=clerk, at=at,
    )  # fmt: skip
    services.publish_filing(filing_id=filing.pk, by=chief, at=at)


def _paper(title: str, campaign: Campaign, by: User, at: datetime) -> Evidence:
    return keep_file(
        report_pdf(title, "云溪县人民政府", business_date(at)), name=f"{title}.pdf",
        kind=EvidenceKind.ATTACHMENT, area=campaign.area, enterprise_id=None, by=by, at=at,
    )  # fmt: skip
