"""How the states of campaigns look: the tones of ``web`` for each."""

from __future__ import annotations

from bihuan.campaigns.states import DeliverableState, SentenceState
from bihuan.web.tones import Tone

SENTENCE_TONES = {
    SentenceState.NOT_STARTED: Tone.TODO,
    SentenceState.RUNNING: Tone.DOING,
    SentenceState.DONE: Tone.DONE,
    SentenceState.SOON: Tone.SOON,
    SentenceState.LATE: Tone.OVERDUE,
    SentenceState.UNTRACKED: Tone.UNTRACKED,
}
DELIVERABLE_TONES = {
    DeliverableState.DUE: Tone.DOING,
    DeliverableState.SUBMITTED: Tone.SOON,
    DeliverableState.ACCEPTED: Tone.DONE,
    DeliverableState.WAIVED: Tone.UNTRACKED,
}
