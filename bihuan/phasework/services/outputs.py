"""What phases bring: planned, recorded with its document, checked by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import Campaign, Phase
from bihuan.campaigns.states import LAUNCHED
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, StepRefused
from bihuan.loop.models import Evidence
from bihuan.loop.services.cases import advance, business_date, open_case, was_taken
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability
from bihuan.phasework.models import PhaseOutput
from bihuan.phasework.states import Depth, OutputKind, OutputState, ResultType


@dataclass(frozen=True, slots=True)
class NewOutput:
    """What is to be brought, by whom, by when."""

    kind: str
    title: str
    organisation_id: int
    asked_by: date | None
    phase_id: int | None = None
    result_type: str = ""
    depth: str = ""
    detail: str = ""


def _problems(given: NewOutput) -> list[Problem]:
    found = []
    if given.kind not in OutputKind.values:
        found.append(Problem("类别", "没有选择", "，请从列表中选择。"))
    if not given.title.strip():
        found.append(Problem("名称", "没有填写", "，请写明是什么成果。"))
    if given.asked_by is None:
        found.append(Problem("要求日期", "没有填写", "，请写明什么时候要形成。"))
    is_result = given.kind == OutputKind.RESULT
    if is_result and given.result_type not in ResultType.values:
        found.append(Problem("成果类型", "没有选择", "，制度成果须分类登记。"))
    if is_result and given.depth not in Depth.values:
        found.append(Problem("治标或治本", "没有选择", "，请选择。"))
    return found


@transaction.atomic
def plan_output(
    *, campaign_id: int, given: NewOutput, by: User, at: datetime, key: UUID | None = None
) -> PhaseOutput:
    """Write down what a body is to bring; a second call with the same ``key`` returns the first.

    Raises:
        NotFound, NotAllowed: not ``by``'s, or a phase or body that is not there.
        StepRefused: the campaign was not launched.
        BadInput: what is missing, every problem at once.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if not by.can(Capability.DELIVERABLE_ACCEPT):
        raise NotAllowed("您的岗位不能登记阶段成果。")
    if campaign.state not in LAUNCHED:
        raise StepRefused(f"行动{campaign.state_label}，下达后才能登记阶段成果。")
    if key is not None and (known := PhaseOutput.objects.filter(public_id=key).first()):
        return known
    if problems := _problems(given):
        raise BadInput(problems)
    body = Organisation.objects.visible_to(by).filter(pk=given.organisation_id).first()
    if body is None:
        raise NotFound
    phase = None
    if given.phase_id is not None:
        phase = Phase.objects.filter(pk=given.phase_id, campaign=campaign).first()
        if phase is None:
            raise NotFound
    is_result = given.kind == OutputKind.RESULT
    made = PhaseOutput(
        campaign=campaign, phase=phase, organisation=body, area=body.area, kind=given.kind,
        title=given.title.strip()[:200], detail=given.detail.strip(), asked_by=given.asked_by,
        due_on=given.asked_by, result_type=given.result_type if is_result else "",
        depth=given.depth if is_result else "",
    )  # fmt: skip
    if key is not None:
        made.public_id = key
    return open_case(made, by=by, at=at, label="列入成果")


@transaction.atomic
def record_output(
    *, output_id: int, held_on: date, evidence: Sequence[Evidence], by: User, at: datetime,
    note: str = "", document_number: str = "", version: int | None = None,
    key: UUID | None = None,
) -> PhaseOutput:  # fmt: skip
    """Record that it was brought, with the document that is it.

    Raises:
        BadInput: a day ahead.
        EvidenceMissing: no document.
        NotFound, NotAllowed, StepRefused, StaleVersion: as for every step.
    """
    output = PhaseOutput.objects.visible_to(by).locked(output_id)
    if held_on > business_date(at):
        raise BadInput([Problem("形成日期", "晚于今天", "，请填写实际形成的日期。")])
    changes: dict[str, object] = {"held_on": held_on}
    if document_number.strip():
        changes["document_number"] = document_number.strip()[:60]
    if note.strip() and output.state == OutputState.PLANNED and not was_taken(output, key):
        changes["detail"] = note.strip()
    return advance(
        output, "record", by=by, at=at, note=note, evidence=evidence, expected_version=version,
        key=key, changes=changes,
    )  # fmt: skip


def _step(name: str, *, output_id: int, note: str, by: User, at: datetime, version: int | None, key: UUID | None) -> PhaseOutput:  # fmt: skip
    with transaction.atomic():
        output = PhaseOutput.objects.visible_to(by).locked(output_id)
        return advance(output, name, by=by, at=at, note=note, expected_version=version, key=key)


def accept_output(
    *, output_id: int, by: User, at: datetime, note: str = "", version: int | None = None,
    key: UUID | None = None,
) -> PhaseOutput:  # fmt: skip
    """Take it as recorded; whoever recorded it may not."""
    return _step("accept", output_id=output_id, note=note, by=by, at=at, version=version, key=key)


def return_output(
    *, output_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> PhaseOutput:  # fmt: skip
    """Send it back with the reason."""
    return _step("return", output_id=output_id, note=note, by=by, at=at, version=version, key=key)


def drop_output(
    *, output_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> PhaseOutput:  # fmt: skip
    """Give it up, with the reason."""
    return _step("drop", output_id=output_id, note=note, by=by, at=at, version=version, key=key)
