"""How the states of a reported value are coloured."""

from __future__ import annotations

from bihuan.reported.states import ReportedState
from bihuan.web.tones import Tone

TONES = {
    ReportedState.REPORTED: Tone.SOON,
    ReportedState.CONFIRMED: Tone.DONE,
    ReportedState.RETURNED: Tone.UNTRACKED,
}
