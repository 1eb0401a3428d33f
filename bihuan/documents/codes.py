"""Verification codes: short enough to type from paper, too many to guess."""

from __future__ import annotations

import secrets

# Crockford's base 32: no I, L, O, U, which are misread on paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "　": None})


def new_code() -> str:
    """Return a fresh random code of 100 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """Return the code a person meant: any case, with or without dashes, O for 0, I for 1."""
    return typed.strip().upper().translate(_MISREAD)


def spaced(code: str) -> str:
    """Return the code in groups of five for paper."""
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))
