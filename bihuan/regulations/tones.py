"""How the standing of a text looks."""

from __future__ import annotations

from bihuan.regulations.states import Standing
from bihuan.web.tones import Tone

STANDING_TONES = {
    Standing.IN_FORCE: Tone.DONE,
    Standing.NOT_YET: Tone.SOON,
    Standing.REPLACED: Tone.OVERDUE,
    Standing.ENDED: Tone.OVERDUE,
    Standing.UNDATED: Tone.TODO,
    Standing.INCOMPLETE: Tone.OVERDUE,
    Standing.BLANK: Tone.OVERDUE,
    Standing.UNKNOWN: Tone.UNTRACKED,
}
