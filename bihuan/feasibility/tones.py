"""How a verdict looks."""

from __future__ import annotations

from bihuan.feasibility.states import Verdict
from bihuan.web.tones import Tone

VERDICT_TONES = {
    Verdict.FITS: Tone.DONE,
    Verdict.TIGHT: Tone.SOON,
    Verdict.SHORT: Tone.OVERDUE,
    Verdict.NOTE: Tone.UNTRACKED,
}
