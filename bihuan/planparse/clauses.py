"""The clause tree of one plan: numbered clauses, their headings, what kind each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.planparse.headings import SECTION_WORD, kind_of
from bihuan.planparse.markers import INLINE, SECOND, THIRD, TOP, Mark, marks
from bihuan.planparse.personal import is_personal

LONGEST_HEADING = 45
TERMINATOR = re.compile(r"[。:;\n]")
STARTERS = "以坚持认通各全公按根成为结深在对从由"


@dataclass(slots=True)
class Node:
    """A clause: ``start`` to ``end`` with all that lies under it, ``body`` to ``own_end`` its own text."""

    id: str
    family: str
    number: int
    level: int
    start: int
    body: int
    own_end: int
    end: int
    heading: str | None
    kind: str
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Yield this clause and everything under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def above(self) -> Iterator[Node]:
        """Yield the clauses this one lies in, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def _heading(text: str, mark: Mark, limit: int) -> tuple[str | None, int]:
    """Return a clause's heading and where its body starts."""
    stop = TERMINATOR.search(text, mark.end, limit)
    end = stop.start() if stop else limit
    title = text[mark.end : end].strip(" .、")
    after = stop.end() if stop else limit
    if stop and stop.group() != "\n" and after < len(text) and text[after] == "\n":
        after += 1
    fits = 0 < len(title) <= LONGEST_HEADING
    if mark.family in ("chapter", "step"):
        return (title, after) if fits else (None, mark.end)
    if mark.rank in (TOP, SECOND):
        glued = SECTION_WORD.match(text, mark.end, limit)
        if (
            glued
            and mark.rank == TOP
            and (stop is None or stop.group() != "\n")
            and glued.end() < end
            and text[glued.end()] in STARTERS
        ):
            return glued.group(), glued.end()
        if fits and ("," not in title or title.count(",") <= 2 and len(title) <= 30) and (
            stop is None or stop.group() != ";"
        ):
            return title, after
        return None, mark.end
    leads_on = stop is not None and stop.group() == ":" and limit < len(text)
    more = (after < limit or leads_on) and text[after - 1] != "\n"
    if fits and stop and stop.group() in "。:\n" and more and mark.rank == THIRD and len(title) <= 30:
        return title, after
    if fits and stop and stop.group() in "。:" and more and mark.rank == INLINE and len(title) <= 20:
        return title, after
    if fits and stop and stop.group() == ":" and leads_on and mark.rank == THIRD and len(title) <= 30:
        return title, after
    if fits and mark.rank == THIRD and stop and (stop.group() == "\n" or text[after - 1] == "\n"):
        return (title, after) if len(title) <= 25 and after < limit else (None, mark.end)
    return None, mark.end


def build(text: str) -> list[Node]:
    """Return every clause of a plan's text in reading order; the first is what precedes any number."""
    found = marks(text)
    first = found[0].start if found else len(text)
    root = Node("0", "root", 0, 0, 0, 0, first, len(text), None, "preamble")
    nodes = [root]
    stack: list[tuple[int, Node]] = [(-1, root)]
    for place, mark in enumerate(found):
        limit = found[place + 1].start if place + 1 < len(found) else len(text)
        while stack[-1][0] >= mark.rank:
            stack.pop()
        parent = stack[-1][1]
        heading, body = _heading(text, mark, limit)
        ordinal = str(len(parent.children) + 1)
        node = Node(
            id=ordinal if parent is root else f"{parent.id}.{ordinal}",
            family=mark.family,
            number=mark.number,
            level=parent.level + 1,
            start=mark.start,
            body=body,
            own_end=limit,
            end=limit,
            heading=heading,
            kind="",
            parent=parent,
        )
        parent.children.append(node)
        stack.append((mark.rank, node))
        nodes.append(node)
    for node in reversed(nodes):
        if node.children:
            node.end = max(node.own_end, node.children[-1].end)
    for node in nodes[1:]:
        node.kind = _kind(node, text)
    return nodes


def _kind(node: Node, text: str) -> str:
    """Return a clause's kind: from its heading, else from what it lies in."""
    if is_personal(text[node.start : node.own_end]):
        return "out_of_scope_personal"
    own = kind_of(node.heading) if node.heading else None
    inherited = node.parent.kind if node.parent else ""
    if inherited in ("preamble", "out_of_scope_personal"):
        inherited = "body"
    if node.family == "step" or own == "phase_item":
        return "phase_item"
    if own and (node.level == 1 or _outranks(own, inherited)):
        return own
    if inherited == "phase" and node.level > 1:
        return "phase_item" if node.family != "inline" else "phase"
    return inherited or "body"


def _outranks(own: str, inherited: str) -> bool:
    """Return whether a lower heading's own kind counts more than the section it stands in."""
    if inherited in ("phase", "phase_item"):
        return own == "check"
    if inherited == "check":
        return own in ("scope", "organisation", "phase")
    return own != "phase" or inherited in ("body", "requirements", "scope", "check", "tasks")

