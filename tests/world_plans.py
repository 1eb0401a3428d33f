"""What the packages above campaigns keep of the world's running campaign."""

from __future__ import annotations

from datetime import datetime

from bihuan.campaigns.models import Campaign
from bihuan.cooperation.services.actions import Share, file_paper, open_action
from bihuan.cooperation.services.institutes import Partner, keep_institute
from bihuan.cooperation.services.meetings import call_meeting
from bihuan.cooperation.services.referrals import Passing, send_referral
from bihuan.cooperation.states import ActionKind, InstituteKind, MeetingKind, ReferralKind
from bihuan.filings.services import prepare_filing
from bihuan.loop.services.cases import business_date
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.people.tests.given import Cast
from bihuan.regulations.services import add_regulation
from bihuan.regulations.services.library import Text
from bihuan.regulations.states import RegulationKind

MARK = "甲镇暗记"


def add_plan_objects(cast: Cast, campaign: Campaign, *, at: datetime) -> None:
    """Make one object of everything that hangs on a campaign."""
    prepare_filing(campaign_id=campaign.pk, inspector_id=cast.town_one.pk, by=cast.zhou, at=at)
    add_regulation(
        text=Text(title=f"{MARK}安全管理办法", kind=RegulationKind.DOCUMENT), by=cast.zhou, at=at
    )
    _between_bodies(cast, at=at)


def _between_bodies(cast: Cast, *, at: datetime) -> None:
    """What stays inside the town: from the county to it, and between its own office and itself."""
    send_referral(
        passing=Passing(
            ReferralKind.CLUE, f"{MARK}线索", f"{MARK}请核查", reply_due_on=business_date(at)
        ),
        receiver=cast.town_one,
        by=cast.wu, at=at,
    )  # fmt: skip
    on = business_date(at)
    call_meeting(
        kind=MeetingKind.REVIEW, title=f"{MARK}评析会", planned_on=on, members=[cast.county],
        by=cast.zhou, at=at,
    )  # fmt: skip
    action = open_action(
        kind=ActionKind.LINKED, title=f"{MARK}联动", purpose=MARK, starts_on=on, ends_on=on,
        shares=[Share(cast.town_one, f"{MARK}任务")], by=cast.zhou, at=at,
    )  # fmt: skip
    paper = keep_file(
        b"%PDF-1.4 joint", name=f"{MARK}.pdf", kind=EvidenceKind.ATTACHMENT, area=action.area,
        enterprise_id=None, by=cast.zhou, at=at,
    )  # fmt: skip
    file_paper(action_id=action.pk, evidence=[paper], note=MARK, by=cast.zhou, at=at)
    keep_institute(
        partner=Partner(f"{MARK}协会", InstituteKind.ASSOCIATION, MARK), by=cast.zhou, at=at
    )
