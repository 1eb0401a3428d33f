"""What in the loop is worth telling. Runs inside the announcer's transaction: database only."""

from __future__ import annotations

from datetime import date, datetime, time

from bihuan.kernel.chinese import BEIJING, date_text
from bihuan.kernel.events import subscribe
from bihuan.loop.events import CaseEscalated, CaseMoved
from bihuan.loop.models import Case, TrailRow
from bihuan.loop.states import EscalationAction
from bihuan.notifications.queries import chiefs_of, county_desk, days_late, owners_of
from bihuan.notifications.services import notify
from bihuan.notifications.states import MessageKind
from bihuan.people.models import User

RETURN = "return"
MORNING = time(8, 0)
KINDS = {
    EscalationAction.REMIND_OWNER: MessageKind.REMINDER,
    EscalationAction.INFORM_SUPERIOR: MessageKind.ESCALATION,
    EscalationAction.SUPERVISE: MessageKind.SUPERVISION,
}


@subscribe(CaseEscalated)
def tell_of_escalation(event: CaseEscalated) -> None:
    """Remind the owner, inform the superior, or put it before the county."""
    case, action = event.case, EscalationAction(event.action)
    people = _people(case, action)
    notify(
        people, kind=KINDS[action], title=_title(case, action, event.due_on, event.on),
        body=f"{_kind(case)}，期限 {date_text(event.due_on)}。", url=case.get_absolute_url(),
        key=f"escalated:{case.kind}:{case.pk}:{event.due_on}:{event.level}",
        at=datetime.combine(event.on, MORNING, tzinfo=BEIJING),
    )  # fmt: skip


@subscribe(CaseMoved)
def tell_of_return(event: CaseMoved) -> None:
    """Tell those who must act again what was said when the case was returned."""
    if event.step != RETURN:
        return
    case = event.case
    row = (
        TrailRow.objects.filter(case_kind=case.kind, case_id=case.pk, step=RETURN)
        .order_by("-number")
        .first()
    )
    said = row.note if row else ""
    who = row.by_name if row else ""
    people = [user for user in owners_of(case) if user.pk != event.by_id]
    notify(
        people, kind=MessageKind.RETURN, title=f"被退回：{_subject(case)}", url=case.get_absolute_url(),
        body=f"{who}退回{_kind(case)}。{said}", at=event.at,
        key=f"returned:{case.kind}:{case.pk}:{case.version}",
    )  # fmt: skip


def _people(case: Case, action: EscalationAction) -> list[User]:
    if action == EscalationAction.REMIND_OWNER:
        return owners_of(case)
    chiefs = chiefs_of(case.area)
    if action == EscalationAction.INFORM_SUPERIOR:
        return chiefs
    return list({user.pk: user for user in [*chiefs, *county_desk(case.area)]}.values())


def _title(case: Case, action: EscalationAction, due_on: date, on: date) -> str:
    late = days_late(due_on, on=on)
    if action == EscalationAction.SUPERVISE:
        return f"列入督办（逾期 {late} 天）：{_subject(case)}"
    if late:
        return f"已逾期 {late} 天：{_subject(case)}"
    left = (due_on - on).days
    return f"{'今天到期' if left == 0 else f'还有 {left} 天到期'}：{_subject(case)}"


def _subject(case: Case) -> str:
    """The case, with the enterprise it is about."""
    enterprise = getattr(case, "enterprise", None)
    return f"{enterprise} {case}" if enterprise is not None else str(case)


def _kind(case: Case) -> str:
    return str(case._meta.verbose_name)
