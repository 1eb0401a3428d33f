"""How summaries and handovers stand, as tones."""

from __future__ import annotations

from bihuan.archives.states import HandoverState, SummaryState
from bihuan.web.tones import Tone

SUMMARY_TONES = {
    SummaryState.DRAFT: Tone.DOING,
    SummaryState.SUBMITTED: Tone.SOON,
    SummaryState.ISSUED: Tone.DONE,
    SummaryState.DISCARDED: Tone.UNTRACKED,
}
HANDOVER_TONES = {
    HandoverState.OFFERED: Tone.DOING,
    HandoverState.ACCEPTED: Tone.DONE,
    HandoverState.RETURNED: Tone.OVERDUE,
}
