"""Damage a text the way copying, scanning and pasting do; the same seed gives the same damage."""

import random

SCRAPS = (
    "*年*月*日",
    "20230%",
    "8月2023日前",
    "\n\n7、",
    "一、",
    "（三）",
    "“",
    "〔",
    "\x00",
    "第1页 共9页",
    "　",
    "每月",
    "。",
)


def mutated(text: str, seed: int) -> str:
    """Return ``text`` with a few stretches cut, doubled, swapped or overwritten."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        stop = min(len(text), at + chance.randint(0, 40))
        piece = text[at:stop]
        change = chance.randrange(6)
        if change == 0:
            text = text[:at] + text[stop:]
        elif change == 1:
            text = text[:stop] + piece + text[stop:]
        elif change == 2:
            text = text[:at] + chance.choice(SCRAPS) + text[at:]
        elif change == 3:
            text = text[:at] + piece.replace("\n", "") + text[stop:]
        elif change == 4:
            text = text[:at] + piece[::-1] + text[stop:]
        else:
            text = text[:at] + piece.replace("。", " ").replace("1", "2") + text[stop:]
    return text
