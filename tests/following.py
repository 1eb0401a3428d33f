"""What befalls the shared world's campaign after its launch: an amendment, a phase, a second look."""

from __future__ import annotations

import io
from datetime import date, datetime

from PIL import Image

from bihuan.amendments.services.comparing import draft_amendment
from bihuan.amendments.services.deciding import (
    approve_amendment,
    decide_change,
    submit_amendment,
)
from bihuan.amendments.states import ChangeDecision
from bihuan.campaigns.models import Campaign
from bihuan.hazards.models import Hazard
from bihuan.jobs.services import run_job
from bihuan.lookback.services import draw_round, judge
from bihuan.loop.services.evidence import keep_photo
from bihuan.loop.states import EvidenceKind
from bihuan.people.tests.given import Cast
from bihuan.phasework.services.changes import apply_for_change
from bihuan.phasework.services.opening import mark_phases
from bihuan.phasework.services.outputs import NewOutput, plan_output
from bihuan.vigilance.services import NewPeriod, mark_period


def follow(campaign: Campaign, cast: Cast, *, mark: str, at: datetime, closed: Hazard) -> None:
    """Amend the campaign once and begin a second time; extend a phase; plan an output; draw a round.

    ``mark`` goes into everything that is written, ``closed`` is a closed hazard of the town.
    """
    mark_phases(on=date(2026, 6, 8), at=at)
    first = draft_amendment(
        campaign_id=campaign.pk, data=campaign.text.replace("3.疏散通道", "3.本单位疏散通道").encode(),
        name=f"{mark}修订稿.txt", reason=f"{mark}县安委办要求", by=cast.zhou, at=at,
    )  # fmt: skip
    for change in first.changes.all():
        decide_change(change_id=change.pk, decision=ChangeDecision.ADOPTED, by=cast.zhou, at=at)
    submit_amendment(amendment_id=first.pk, by=cast.zhou, at=at)
    job = approve_amendment(amendment_id=first.pk, by=cast.zhao, at=at)
    done = run_job(job.pk, clock=lambda: at)
    assert done.state == "done", done.message
    campaign.refresh_from_db()
    draft_amendment(
        campaign_id=campaign.pk, data=campaign.text.replace("不少于3次", "不少于4次").encode(),
        name=f"{mark}再修订.txt", reason=f"{mark}再次修订", by=cast.zhou, at=at,
    )  # fmt: skip
    phase = campaign.phases.get(number=2)
    apply_for_change(
        phase_id=phase.pk, start=phase.start, end=date(2026, 7, 31), reason=f"{mark}企业停产检修",
        by=cast.zhou, at=at,
    )  # fmt: skip
    plan_output(
        campaign_id=campaign.pk, by=cast.zhou, at=at,
        given=NewOutput(
            kind="result", title=f"{mark}粉尘清扫制度", organisation_id=cast.town_one.pk,
            asked_by=date(2026, 6, 30), phase_id=phase.pk, result_type="rule", depth="root",
        ),
    )  # fmt: skip
    mark_period(
        given=NewPeriod(
            "flood", f"{mark}主汛期", date(2026, 7, 1), date(2026, 8, 31), zero_report=True
        ),
        by=cast.zhou, at=at,
    )  # fmt: skip
    # found in no campaign, as the world made it; the second look is taken in this one
    Hazard.objects.filter(pk=closed.pk).update(campaign_ref=campaign.pk)
    made = draw_round(
        campaign_id=campaign.pk, organisation_id=cast.town_one.pk, size=1,
        due_on=date(2026, 6, 30), seed=1, by=cast.zhao, at=at,
    )  # fmt: skip
    case = made.cases.select_related("assignee").get()
    proof = keep_photo(
        _picture(), name=f"{mark}.png", kind=EvidenceKind.RECHECK, area=case.area,
        enterprise_id=case.enterprise_id, by=case.assignee, at=at,
    )  # fmt: skip
    judge(
        lookback_id=case.pk, step="relapse", note=f"{mark}又松动了", evidence=[proof],
        by=case.assignee, at=at,
    )  # fmt: skip


def _picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 60).save(out, "PNG")
    return out.getvalue()
