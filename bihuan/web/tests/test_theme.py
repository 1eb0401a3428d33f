"""The theme keeps its promises: contrast AA, risk colours for risk alone, plain colours only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bihuan.web import samples
from bihuan.web.tones import RiskColour, Tone

STATIC = Path(samples.__file__).parent / "static" / "web"
TOKENS = dict(
    re.findall(r"--bh-([\w-]+):\s*(#[0-9a-f]{3,6});", (STATIC / "tokens.css").read_text("utf-8"))
)
SHEETS = sorted(STATIC.glob("*.css"))
AA_TEXT, AA_GRAPHIC = 4.5, 3.0
WHITE = "#ffffff"


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(one * 2 for one in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_guideline_says() -> None:
    assert contrast("#000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)


TEXT_PAIRS = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("surface", "ground", "sunken")),
    *((tone.value, f"{tone.value}-soft") for tone in Tone if tone is not Tone.UNTRACKED),
    ("untracked", "sunken"),
    ("menu-ink", "menu"),
    ("menu-ink", "menu-current"),
    ("menu-ink-2", "menu"),
    ("accent-strong", "accent-soft"),
    ("surface", "accent"),
    ("surface", "overdue"),
]  # fmt: skip


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(ink: str, ground: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[ground]) >= AA_TEXT


@pytest.mark.parametrize("level", [one for one in RiskColour if one is not RiskColour.YELLOW])
def test_risk_flags_stand_out(level: RiskColour) -> None:
    """Yellow alone cannot on white: its flag has an edge, and every flag its word."""
    assert contrast(TOKENS[f"risk-{level.value}"], WHITE) >= AA_GRAPHIC


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_risk_colours_are_for_risk_alone(sheet: Path) -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", sheet.read_text("utf-8"))
    using = [selector.strip() for selector, body in rules if "var(--bh-risk-" in body]
    assert all(selector.startswith(".risk") for selector in using)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_need_no_new_browser(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"light-dark\(|oklch\(|color-mix\(", text)
