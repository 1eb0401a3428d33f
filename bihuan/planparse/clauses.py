"""The clause tree of one plan: numbered clauses, their headings, what kind each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.planparse.headings import SECTION_WORD, kind_of
from bihuan.planparse.markers import INLINE, SECOND, THIRD, TOP, Mark, marks
from bihuan.planparse.personal import mostly_personal

LONGEST_HEADING, LONGEST_ITEM_TITLE, LONGEST_LONE_TITLE, LONGEST_INLINE_TITLE = 45, 30, 25, 20
MOST_COMMAS = 2
TERMINATOR = re.compile(r"[。:;\n]")
STARTERS = "以坚持认通各全公按根成为结深在对从由"


@dataclass(slots=True)
class Node:
    """A clause: ``start`` to ``end`` with all that lies under it, ``body`` to ``own_end`` its own text.

    ``words`` is where its words begin, after the number.
    """

    id: str
    family: str
    number: int
    level: int
    start: int
    words: int
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


@dataclass(frozen=True, slots=True)
class _Opening:
    """How a clause begins: its first words up to a terminator, and what follows."""

    title: str
    stop: str
    after: int
    follows: bool

    def within(self, longest: int) -> bool:
        return 0 < len(self.title) <= longest


def _heading(text: str, mark: Mark, limit: int) -> tuple[str | None, int]:
    """Return a clause's heading and where its body starts."""
    stop = TERMINATOR.search(text, mark.end, limit)
    if mark.family == "step" and stop and stop.start() == mark.end:
        stop = TERMINATOR.search(text, stop.end(), limit)
    end = stop.start() if stop else limit
    after = stop.end() if stop else limit
    sign = stop.group() if stop else ""
    if sign != "\n" and after < len(text) and text[after] == "\n":
        after += 1
    leads_on = sign == ":" and limit < len(text)
    follows = (after < limit or leads_on) and text[after - 1] != "\n"
    opening = _Opening(text[mark.end : end].strip(" .、\n"), sign, after, follows)
    if mark.family in ("chapter", "step"):
        return (opening.title, after) if opening.within(LONGEST_HEADING) else (None, mark.end)
    if mark.rank in (TOP, SECOND):
        return _section_heading(text, mark, limit, opening)
    ended = sign == "\n" or text[after - 1 : after] == "\n"
    if mark.rank == THIRD and opening.within(LONGEST_ITEM_TITLE):
        as_title = (sign and follows) or leads_on
        alone = ended and text[after:limit].strip() != "" and opening.within(LONGEST_LONE_TITLE)
        if sign != ";" and (as_title or alone):
            return opening.title, after
    if (
        mark.rank == INLINE
        and sign in ("。", ":")
        and follows
        and opening.within(LONGEST_INLINE_TITLE)
    ):
        return opening.title, after
    return None, mark.end


def _section_heading(
    text: str, mark: Mark, limit: int, opening: _Opening
) -> tuple[str | None, int]:
    """Return the heading of 一、 or (一), even where a copier glued it to its first sentence."""
    glued = SECTION_WORD.match(text, mark.end, limit)
    if (
        glued
        and mark.rank == TOP
        and opening.stop != "\n"
        and glued.end() < mark.end + len(opening.title)
        and text[glued.end()] in STARTERS
    ):
        return glued.group(), glued.end()
    commas = opening.title.count(",")
    plain = commas == 0 or (commas <= MOST_COMMAS and opening.within(LONGEST_ITEM_TITLE))
    if opening.within(LONGEST_HEADING) and plain and opening.stop != ";":
        return opening.title, opening.after
    return None, mark.end


def build(text: str) -> list[Node]:
    """Return every clause of a plan's text in reading order; the first is what precedes any number."""
    found = marks(text)
    first = found[0].start if found else len(text)
    root = Node("0", "root", 0, 0, 0, 0, 0, first, len(text), None, "preamble")
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
            words=mark.end,
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
    if mostly_personal(
        node.heading or "", text[node.body if node.heading else node.words : node.own_end]
    ):
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
