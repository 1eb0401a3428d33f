"""The steps of a hazard as its page offers them: form, photo, question, and the service behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.hazards import forms, services
from bihuan.hazards.models import Hazard
from bihuan.hazards.states import HazardLevel
from bihuan.loop.models import Evidence
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User

Call = Callable[..., Hazard]


@dataclass(frozen=True, slots=True)
class PageStep:
    """One step on the page.

    ``photo`` is the kind of photo that the form takes, ``photo_must`` when the step needs it.
    ``lead`` says what follows from the step.
    """

    form: type[forms.StepForm]
    call: Call
    lead: str
    photo: EvidenceKind | None = None
    photo_must: bool = False
    is_danger: bool = False

    def take(
        self, hazard: Hazard, form: forms.StepForm, *, evidence: list[Evidence], by: User,
        at: datetime,
    ) -> Hazard:  # fmt: skip
        """Take the step with what was filled in."""
        given: dict[str, Any] = dict(form.cleaned_data)
        if "level" in given:
            given["level"] = HazardLevel(given["level"])
        if self.photo is not None:
            given["evidence"] = evidence
        return self.call(hazard_id=hazard.pk, by=by, at=at, **given)


STEPS = {
    "grade": PageStep(
        forms.GradeForm, services.grade_hazard,
        "定级后下达企业整改；整改要求可先不填，由企业完善。",
    ),
    "plan": PageStep(
        forms.OwnPlanForm, services.plan_rectification,
        "落实整改责任人、措施、资金、期限和防范措施（五定）。重大隐患同时报告监管单位。",
    ),
    "replan": PageStep(
        forms.PlanForm, services.complete_plan, "补充或修改整改措施，期限不变。"
    ),
    "rectify": PageStep(
        forms.RectifyForm, services.report_rectification,
        "报告后由他人复查，复查合格才能销号。",
        photo=EvidenceKind.PHOTO_AFTER, photo_must=True,
    ),
    "close": PageStep(
        forms.CloseForm, services.close_hazard, "复查合格，销号后不能再改。",
        photo=EvidenceKind.RECHECK, photo_must=True,
    ),
    "return": PageStep(
        forms.ReasonForm, services.return_hazard,
        "复查不合格，退回企业重新整改：一般隐患 7 日、重大隐患 15 日（平台规则）。",
        photo=EvidenceKind.RECHECK, is_danger=True,
    ),
    "extend": PageStep(
        forms.ExtendForm, services.extend_deadline, "确因客观原因不能按期完成的，准予延期一次。"
    ),
    "regrade": PageStep(
        forms.RegradeForm, services.regrade_hazard, "复核后纠正隐患级别，期限不变。"
    ),
    "withdraw": PageStep(
        forms.ReasonForm, services.withdraw_hazard, "登记有误或重复的，撤销登记；记录保留。",
        is_danger=True,
    ),
}  # fmt: skip
