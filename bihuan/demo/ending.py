"""How the demo's first campaign ends: summary, handing over, end, archive."""

from __future__ import annotations

from datetime import date

from bihuan.archives.services.archiving import start_archive
from bihuan.archives.services.handing_over import accept_handover, hand_over_by_default
from bihuan.archives.services.summaries import (
    choose_case,
    draft_summary,
    edit_summary,
    issue_summary,
    submit_summary,
)
from bihuan.archives.states import CaseKind
from bihuan.campaigns.services.running import finish_campaign
from bihuan.demo.moments import moment
from bihuan.demo.world import Office, World
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardState
from bihuan.jobs.services import run_job
from bihuan.jobs.states import JobState
from bihuan.library.services.templates import make_template
from bihuan.people.states import Role

PRACTICE = "建立“每周一调度、每月一通报”制度，对进度靠后的镇当面交办。\n把隐患整改与企业自查同步安排，企业查出的隐患当天登记、限期整改。"
PROBLEMS = "少数小微企业自查不细，查出的隐患明显少于镇里巡查发现的。"
NEXT_STEPS = (
    "把企业自查转为每季度一次的常态工作。\n对移交的未办结事项，每月跟踪一次，直至全部销号。"
)
NOTES = "目标数值先征求各镇意见再填；自查截止日避开节假日。"
GOOD = "企业负责人当天召集班组整改，并对同类部位逐一排查。"
BAD = "同类问题不是第一次出现，反映出日常管理没有跟上、责任没有落到人。"


def bring_to_an_end(world: World, office: Office, campaign_id: int, day: date) -> None:
    """Write and sign the summary, hand over what is open, end the campaign and archive it; keep a template."""
    clerk, chief = office.people[Role.CLERK], office.people[Role.CHIEF]
    at = moment(day, 10)
    summary = draft_summary(campaign_id=campaign_id, by=clerk, at=at)
    for kind, hazard in _cases(campaign_id):
        choose_case(
            summary_id=summary.pk, kind=kind, hazard_id=hazard.pk, anonymous=kind == CaseKind.BAD,
            comment=GOOD if kind == CaseKind.GOOD else BAD, by=clerk,
        )  # fmt: skip
    edit_summary(
        summary_id=summary.pk,
        words={
            "title": summary.title, "addressees": "各镇人民政府、县安委会成员单位",
            "opening": summary.opening, "practice": PRACTICE, "problems": PROBLEMS,
            "next_steps": NEXT_STEPS,
        },
        as_of=day, verdicts={}, version=summary.version, by=clerk, at=at,
    )  # fmt: skip
    handovers = hand_over_by_default(campaign_id=campaign_id, by=chief, at=moment(day, 11))
    offices = {one.body.pk: one for one in [world.county, *world.towns]}
    for one in handovers:
        receiver = offices[one.receiver_id].people[Role.CLERK]
        accept_handover(handover_id=one.pk, by=receiver, at=moment(day, 14))
    submit_summary(summary_id=summary.pk, by=clerk, at=moment(day, 15))
    issue_summary(summary_id=summary.pk, by=chief, at=moment(day, 16))
    finish_campaign(
        campaign_id=campaign_id, note="各阶段任务完成，转入常态管理。", by=chief, at=moment(day, 17)
    )
    job = start_archive(campaign_id=campaign_id, by=chief, at=moment(day, 17, 30))
    done = run_job(job.pk, clock=lambda: moment(day, 17, 30))
    assert done.state == JobState.DONE, done.message
    make_template(
        campaign_id=campaign_id, name="重大事故隐患排查整治（年度）", notes=NOTES, by=clerk,
        at=moment(day, 17, 45),
    )  # fmt: skip


def _cases(campaign_id: int) -> list[tuple[str, Hazard]]:
    """Return the hazard closed the soonest, and one still open or else the one closed last."""
    rows = Hazard.objects.filter(campaign_ref=campaign_id).order_by("pk")
    closed = sorted(
        rows.filter(state=HazardState.CLOSED),
        key=lambda one: ((one.closed_on or one.found_on) - one.found_on, one.pk),
    )
    chosen: list[tuple[str, Hazard]] = [(CaseKind.GOOD, one) for one in closed[:1]]
    slow = rows.open().order_by("due_on", "pk").first() or (closed[-1] if closed else None)
    if slow is not None and all(slow.pk != one.pk for _, one in chosen):
        chosen.append((CaseKind.BAD, slow))
    return chosen
