"""Identifiers that a phone can make without asking the server."""

from __future__ import annotations

import os
import time
from uuid import UUID


def uuid7(*, unix_ms: int | None = None) -> UUID:
    """Return a version 7 UUID (RFC 9562): 48 bits of milliseconds, then random bits.

    Ids made later sort later, so B-tree inserts stay at the right edge.
    """
    milliseconds = time.time_ns() // 1_000_000 if unix_ms is None else unix_ms
    noise = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= (noise >> 68) << 64
    value |= 0b10 << 62
    value |= noise & (1 << 62) - 1
    return UUID(int=value)
