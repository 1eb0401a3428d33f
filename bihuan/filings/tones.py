"""How a filing's state looks."""

from __future__ import annotations

from bihuan.filings.states import FilingState
from bihuan.web.tones import Tone

FILING_TONES = {
    FilingState.DRAFT: Tone.TODO,
    FilingState.SUBMITTED: Tone.DOING,
    FilingState.APPROVED: Tone.DOING,
    FilingState.FILED: Tone.DOING,
    FilingState.PUBLISHED: Tone.DONE,
    FilingState.WITHDRAWN: Tone.UNTRACKED,
}
