"""How the states of cooperation look."""

from __future__ import annotations

from datetime import date

from bihuan.cooperation.states import ActionState, MeetingState, ReferralState, TaskState
from bihuan.loop.models import Case
from bihuan.web.tones import Tone

TONES: dict[str, Tone] = {
    ReferralState.SENT: Tone.TODO,
    ReferralState.RETURNED: Tone.SOON,
    ReferralState.HANDLING: Tone.DOING,
    ReferralState.ANSWERED: Tone.SOON,
    ReferralState.CLOSED: Tone.DONE,
    ReferralState.WITHDRAWN: Tone.UNTRACKED,
    TaskState.OPEN: Tone.DOING,
    TaskState.REPORTED: Tone.SOON,
    TaskState.DONE: Tone.DONE,
    TaskState.CANCELLED: Tone.UNTRACKED,
    MeetingState.PLANNED: Tone.TODO,
    MeetingState.HELD: Tone.DONE,
    ActionState.RUNNING: Tone.DOING,
    ActionState.ENDED: Tone.DONE,
}


def tone_of(case: Case, *, on: date) -> tuple[Tone, str]:
    """Return the state as a pill; an open case past its deadline is red."""
    tone = TONES[case.state]
    if not case.is_final and case.due_on is not None and case.due_on < on:
        tone = Tone.OVERDUE
    return tone, case.state_label
