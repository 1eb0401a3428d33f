"""What befalls the plans of the year after their launch: amended, extended, looked at again."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from bihuan.amendments.services.comparing import draft_amendment
from bihuan.amendments.services.deciding import (
    approve_amendment,
    decide_change,
    submit_amendment,
)
from bihuan.amendments.states import AmendmentState, ChangeDecision
from bihuan.campaigns.models import Campaign
from bihuan.demo.judging import judge_targets
from bihuan.demo.moments import moment
from bihuan.demo.papers import report_pdf
from bihuan.demo.pictures import picture
from bihuan.demo.plans import plan_text
from bihuan.demo.plot import CAMPAIGNS
from bihuan.demo.world import Office
from bihuan.jobs.services import run_job
from bihuan.lookback.models import LookbackRound
from bihuan.lookback.services import draw_round, judge
from bihuan.loop.services.evidence import keep_file, keep_photo
from bihuan.loop.states import EvidenceKind
from bihuan.people.states import Role
from bihuan.phasework.services.changes import apply_for_change, approve_change
from bihuan.phasework.services.outputs import (
    NewOutput,
    accept_output,
    plan_output,
    record_output,
)
from bihuan.vigilance.services import NewPeriod, mark_period

COUNTY_PLAN, TOWN_PLAN, WINTER_PLAN = 0, 1, 2
"""Places of the plans in ``plot.CAMPAIGNS``."""
DRAWN, LOOKED_AT, SAMPLE = -130, range(-127, -117), 10
AMENDED = -35
EXTENDED, FIRST_PHASE_ENDS = -32, -27
MARKED = -3
EQUIPMENT = "16.应急物资是否配备到位，从业人员是否会使用。"
FINDINGS = {
    "confirm": "现场与销号记录一致。",
    "relapse": "整改后又出现同样问题。",
    "undone": "现场没有按销号记录整改。",
}


def follow(
    campaigns: dict[int, int], *, opening: date, offset: int, county: Office, town: Office
) -> None:
    """Play what follows a launch on one day; ``campaigns`` are the campaigns by place in the plot."""
    day = opening + timedelta(days=offset)
    if TOWN_PLAN in campaigns:
        judge_targets(campaigns[TOWN_PLAN], town, offset=offset, day=day)
    if offset == DRAWN:
        _draw(campaigns[COUNTY_PLAN], county, day)
    if offset in LOOKED_AT:
        _look(campaigns[COUNTY_PLAN], day)
    if offset == AMENDED:
        _amend(campaigns[TOWN_PLAN], town, opening, day)
    if offset == EXTENDED:
        _extend(campaigns[WINTER_PLAN], county, opening, day)
        _bring(
            campaigns[WINTER_PLAN], county, day, phase=1, kind="deployment",
            title="冬季行动动员部署会议记录", detail="传达方案，明确各镇分工和时间安排。",
        )  # fmt: skip
    if offset == MARKED:
        mark_period(
            given=NewPeriod(
                "new_year", f"{opening.year + 1}年元旦", date(opening.year + 1, 1, 1),
                date(opening.year + 1, 1, 3), zero_report=True,
            ),
            by=county.people[Role.CHIEF], at=moment(day, 9),
        )  # fmt: skip
    if offset == AMENDED + 10:
        _bring(
            campaigns[TOWN_PLAN], town, day, phase=3, kind="promotion", title="有限空间作业现场推进会",
            detail="研究停产检修期间有限空间作业监护不到位的问题。",
        )  # fmt: skip
        _bring(
            campaigns[TOWN_PLAN], town, day, phase=3, kind="result", title="工贸企业有限空间作业报备制度",
            detail="作业前一日向镇安全办报备，现场查验检测仪器和监护人员。", result_type="rule",
            depth="root",
        )  # fmt: skip


def _draw(campaign_id: int, county: Office, day: date) -> None:
    draw_round(
        campaign_id=campaign_id, organisation_id=county.body.pk, size=SAMPLE, seed=20260725,
        due_on=day + timedelta(days=14), by=county.people[Role.CHIEF], at=moment(day, 9),
    )  # fmt: skip


def _look(campaign_id: int, day: date) -> None:
    """Look at one of the drawn each day; most are as reported."""
    found = LookbackRound.objects.get(campaign=campaign_id)
    waiting = found.cases.filter(state="pending")
    case = waiting.order_by("pk").first()
    if case is None:
        return
    rng = Random(waiting.count())  # noqa: S311 - a story, not a secret
    step = rng.choices(list(FINDINGS), weights=[8, 1, 1])[0]
    by, at = case.assignee, moment(day, 15)
    proof = keep_photo(
        picture(rng), name="回头看.jpg", kind=EvidenceKind.RECHECK, area=case.area,
        enterprise_id=case.enterprise_id, by=by, at=at,
    )  # fmt: skip
    judge(lookback_id=case.pk, step=step, note=FINDINGS[step], evidence=[proof], by=by, at=at)


def revised_town_plan(opening: date) -> str:
    """Return the town's plan as the amendment rewrites it."""
    offsets = {**CAMPAIGNS[TOWN_PLAN].offsets, "end": 35, "p4_end": 35, "report_end": 40}
    text = plan_text(CAMPAIGNS[TOWN_PLAN].plan, opening, offsets)
    for before, after in (
        ("隐患整改率达到95%以上", "隐患整改率达到98%以上"),
        ("带队检查每月不少于3次", "带队检查每月不少于4次"),
        (EQUIPMENT, f"{EQUIPMENT}\n17.有限空间作业企业是否配备气体检测仪和救援器材。"),
    ):
        assert before in text
        text = text.replace(before, after)
    return text


def _amend(campaign_id: int, town: Office, opening: date, day: date) -> None:
    clerk, chief = town.people[Role.CLERK], town.people[Role.CHIEF]
    amendment = draft_amendment(
        campaign_id=campaign_id, data=revised_town_plan(opening).encode(), by=clerk,
        name="工贸企业安全生产大检查工作方案（修订）.txt", at=moment(day, 9),
        document_number=f"春镇安〔{day.year}〕21号", issued_on=day,
        reason="县安委办要求将大检查延长半个月，并增加有限空间作业检查内容。",
    )  # fmt: skip
    for change in amendment.changes.all():
        decide_change(
            change_id=change.pk, decision=ChangeDecision.ADOPTED, by=clerk, at=moment(day, 10)
        )
    submit_amendment(amendment_id=amendment.pk, by=clerk, at=moment(day, 11))
    at = moment(day, 16)
    job = approve_amendment(amendment_id=amendment.pk, by=chief, at=at)
    done = run_job(job.pk, clock=lambda: at)
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.IN_FORCE, done.message


def _extend(campaign_id: int, county: Office, opening: date, day: date) -> None:
    campaign = Campaign.objects.get(pk=campaign_id)
    phase = campaign.phases.get(number=1)
    change = apply_for_change(
        phase_id=phase.pk, start=phase.start, end=opening + timedelta(days=FIRST_PHASE_ENDS),
        reason="两个镇的动员会因寒潮推迟，部署阶段顺延三天。", by=county.people[Role.CLERK],
        at=moment(day, 10),
    )  # fmt: skip
    approve_change(
        change_id=change.pk, note="同意顺延，后续阶段不变。", by=county.people[Role.CHIEF],
        at=moment(day, 15),
    )  # fmt: skip


def _bring(
    campaign_id: int, office: Office, day: date, *, phase: int, kind: str, title: str,
    detail: str, result_type: str = "", depth: str = "",
) -> None:  # fmt: skip
    """Write down, record with its paper, and check one output of a phase."""
    clerk, at = office.people[Role.CLERK], moment(day, 14)
    output = plan_output(
        campaign_id=campaign_id, by=clerk, at=at,
        given=NewOutput(
            kind=kind, title=title, organisation_id=office.body.pk, asked_by=day,
            phase_id=Campaign.objects.get(pk=campaign_id).phases.get(number=phase).pk,
            result_type=result_type, depth=depth,
        ),
    )  # fmt: skip
    paper = keep_file(
        report_pdf(title, office.body.name, day), name=f"{title}.pdf", kind=EvidenceKind.ATTACHMENT,
        area=office.body.area, enterprise_id=None, by=clerk, at=at,
    )  # fmt: skip
    record_output(
        output_id=output.pk, held_on=day, evidence=[paper], note=detail, by=clerk,
        at=moment(day, 15),
    )  # fmt: skip
    accept_output(output_id=output.pk, by=office.people[Role.CHIEF], at=moment(day, 17))
