"""Tamper evidence: canonical JSON, row hashes, Merkle roots and the chain of seals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

EMPTY_ROOT = hashlib.sha256(b"bihuan:empty").hexdigest()
GENESIS = hashlib.sha256(b"bihuan:genesis").hexdigest()
HASHED = (
    "case_kind", "case_id", "number", "step", "label", "from_state", "to_state", "by_id",
    "by_name", "by_post", "at", "note", "facts", "area",
)  # fmt: skip
"""The columns of a trail row that its hash covers."""


def canonical_json(value: object) -> str:
    """Return the one spelling of ``value``: sorted keys, no spaces, UTF-8 left as it is.

    Raises:
        TypeError: the value holds something that has no agreed spelling.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False,
        default=_plain,
    )  # fmt: skip


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no canonical spelling for {type(value).__name__}")


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def _leaf(item: str) -> str:
    return hashlib.sha256(b"\x00" + bytes.fromhex(item)).hexdigest()


def merkle_root(hashes: Sequence[str]) -> str:
    """Return the root over row hashes; leaves and nodes are hashed with different prefixes."""
    level = [_leaf(item) for item in hashes]
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = [level[-1]] if len(level) % 2 else []
        level = [_node(left, right) for left, right in pairs] + odd
    return level[0]


def merkle_proof(hashes: Sequence[str], index: int) -> list[tuple[str, str]]:
    """Return the path from one row to the root: (``left`` or ``right``, sibling hash) per level."""
    level = [_leaf(item) for item in hashes]
    path: list[tuple[str, str]] = []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(("left" if sibling < index else "right", level[sibling]))
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = [level[-1]] if len(level) % 2 else []
        level = [_node(left, right) for left, right in pairs] + odd
        index //= 2
    return path


def merkle_proofs(hashes: Sequence[str]) -> list[list[tuple[str, str]]]:
    """Return the path of every row; the levels are made once for all of them."""
    levels = [[_leaf(item) for item in hashes]]
    while len(levels[-1]) > 1:
        level = levels[-1]
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = [level[-1]] if len(level) % 2 else []
        levels.append([_node(left, right) for left, right in pairs] + odd)
    paths: list[list[tuple[str, str]]] = []
    for index in range(len(hashes)):
        at, path = index, []
        for level in levels[:-1]:
            sibling = at ^ 1
            if sibling < len(level):
                path.append(("left" if sibling < at else "right", level[sibling]))
            at //= 2
        paths.append(path)
    return paths


def proof_leads_to(row_hash: str, path: Sequence[tuple[str, str]], root: str) -> bool:
    """Whether ``path`` really carries ``row_hash`` up to ``root``."""
    here = _leaf(row_hash)
    for side, sibling in path:
        here = _node(sibling, here) if side == "left" else _node(here, sibling)
    return here == root


def seal_hash(*, number: int, previous: str, root: str, count: int, sealed_at: datetime) -> str:
    """Return the hash of one seal, which holds the hash of the seal before it."""
    return digest(
        {"number": number, "previous": previous, "root": root, "count": count, "at": sealed_at}
    )
