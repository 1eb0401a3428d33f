"""What a rule may ask while it reads: the plan around a match.

All positions are view positions; only ``Plan.make`` turns them into source spans.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from bihuan.planparse.clauses import Node, build
from bihuan.planparse.dates import Calendar, Time, find_times
from bihuan.planparse.schema import Span
from bihuan.planparse.tables import Table, find_tables, without_tables
from bihuan.planparse.text import View, close_gaps, join_wrapped, stripped, view_of

READ_BY_PEOPLE = frozenset(
    ("text", "action", "what", "subject", "metric", "actor", "recipient", "name", "role", "title")
)
AROUND = 400  # how far from an item the words that fill its fields may stand
AFTERWARDS = timedelta(days=92)  # how long after the last phase something may still be due
FEW = 12  # a plan has few phases; a damaged text with thousands must not be slow
LONGEST_PIECE = 1500  # keeps every look around a match short, whatever the text
S = TypeVar("S", bound=Span)
UNIT_END = re.compile(r"[。;!?\n]+[”」’]?")
SENTENCE_END = re.compile(r"[。!?\n]+[”」’]?")
SEGMENT_END = re.compile(r"[,。;:!?\n]")
QUOTED = re.compile(r"“[^“”\n]{0,80}”|《[^《》\n]{0,80}》|\"[^\"\n]{0,80}\"")


def _cuts(text: str, pattern: re.Pattern[str], also: Iterable[int] = ()) -> list[int]:
    """Return where the pieces of a text start: cut after every match, at ``also``, and never too long."""
    starts = sorted({0, *(match.end() for match in pattern.finditer(text)), *also})
    starts = [start for start in starts if start < len(text) or start == 0]
    found: list[int] = []
    for start, stop in pairwise([*starts, len(text)]):
        if stop - start <= LONGEST_PIECE:
            found.append(start)
        else:
            found.extend(range(start, stop, LONGEST_PIECE))
    return found


@dataclass
class Plan:
    """One plan being read: its text, its clauses, what is known about it so far."""

    view: View
    title: str | None = None
    issued_on: date | None = None
    year: int | None = None
    phases: list[tuple[int, int, date | None, date | None]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the normalised text."""
        return self.view.text

    @cached_property
    def nodes(self) -> list[Node]:
        """Return every clause in reading order; the first is the preamble."""
        return build(self.text)

    @cached_property
    def times(self) -> list[Time]:
        """Return every date expression outside book titles."""
        return [time for time in find_times(self.text) if not self.in_title_marks(time.start)]

    @cached_property
    def _time_starts(self) -> list[int]:
        return [time.start for time in self.times]

    @cached_property
    def _node_starts(self) -> list[int]:
        return [node.start for node in self.nodes]

    @cached_property
    def _units(self) -> list[int]:
        inner = [at for node in self.nodes for at in (node.start, node.words, node.body)]
        return _cuts(self.text, UNIT_END, inner)

    @cached_property
    def _sentences(self) -> list[int]:
        return _cuts(self.text, SENTENCE_END, self._node_starts)

    @cached_property
    def _segments(self) -> list[int]:
        return _cuts(self.text, SEGMENT_END, self._units)

    @cached_property
    def _quoted(self) -> list[tuple[int, int]]:
        return [match.span() for match in QUOTED.finditer(self.text)]

    @cached_property
    def calendar(self) -> Calendar:
        """Return the calendar in the plan's own year."""
        return Calendar(self.year)

    def _piece(self, starts: list[int], at: int) -> tuple[int, int]:
        place = max(0, bisect_right(starts, at) - 1)
        end = starts[place + 1] if place + 1 < len(starts) else len(self.text)
        return starts[place], end

    def unit_at(self, at: int) -> tuple[int, int]:
        """Return the bounds of the stretch between full stops and semicolons around ``at``."""
        return self._piece(self._units, at)

    def sentence_at(self, at: int) -> tuple[int, int]:
        """Return the bounds of the sentence around ``at``."""
        return self._piece(self._sentences, at)

    def segment_at(self, at: int) -> tuple[int, int]:
        """Return the bounds of the stretch between commas around ``at``."""
        return self._piece(self._segments, at)

    def pieces(self, start: int, end: int, *, by: str = "unit") -> Iterator[tuple[int, int]]:
        """Yield the units (or segments, or sentences) that begin in a stretch of text."""
        starts = {"unit": self._units, "segment": self._segments, "sentence": self._sentences}[by]
        at = start
        while at < end:
            _, stop = self._piece(starts, at)
            yield at, min(stop, end)
            at = stop

    def node_at(self, at: int) -> Node:
        """Return the innermost clause around ``at``."""
        return self.nodes[max(0, bisect_right(self._node_starts, at) - 1)]

    def paragraph_at(self, at: int) -> tuple[int, int]:
        """Return the bounds of the paragraph around ``at``."""
        start = self.text.rfind("\n", 0, at) + 1
        end = self.text.find("\n", at)
        return start, len(self.text) if end < 0 else end

    def heading_over(self, at: int) -> str | None:
        """Return the heading of the clause whose first paragraph ``at`` lies in."""
        node = self.node_at(at)
        return node.heading if self.paragraph_at(at)[0] <= node.body else None

    def times_in(self, start: int, end: int) -> list[Time]:
        """Return the date expressions that begin in a stretch of text."""
        low = bisect_left(self._time_starts, start)
        return self.times[low : bisect_left(self._time_starts, end)]

    def in_quotes(self, at: int) -> bool:
        """Return whether ``at`` lies in quotation marks or in a book title."""
        return self._quote_opened(at) is not None

    def in_title_marks(self, at: int) -> bool:
        """Return whether ``at`` lies in a book title."""
        opened = self._quote_opened(at)
        return opened is not None and self.text[opened] == "《"

    def _quote_opened(self, at: int) -> int | None:
        """Return where the quotation or book title around ``at`` opens, None outside any."""
        place = bisect_right(self._quoted, (at, len(self.text) + 1)) - 1
        if place < 0:
            return None
        start, end = self._quoted[place]
        return start if start <= at < end else None

    def in_phase(self, at: int) -> tuple[date | None, date | None] | None:
        """Return the first and last day of the phase clause around ``at``, None outside phases."""
        place = bisect_right(self.phases, at, key=lambda phase: phase[0]) - 1
        if place < 0 or at >= self.phases[place][1]:
            return None
        return self.phases[place][2:]

    def last_day(self, time: Time) -> date | None:
        """Return the last day of a date expression, in its phase's year or the plan's."""
        first, last = self.in_phase(time.start) or (None, None)
        known = last or first
        year = known.year if known else self.year
        day = Calendar(year).resolve(time)[1]
        loose = time.last.year is None and time.first.year is None
        if day is None or year is None or known or not loose:
            return day
        starts = [phase[2] for phase in self.phases[:FEW] if phase[2]]
        ends = [phase[3] for phase in self.phases[-FEW:] if phase[3]]
        if starts and ends and day < min(starts):
            later = Calendar(year + 1).resolve(time)[1]
            if later and later <= max(ends) + AFTERWARDS:
                return later  # reported after the last phase, in the year that has turned
        return day

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch without surrounding blanks and closing punctuation."""
        return stripped(self.text, start, end, " \n,。;:、")

    def as_written(self, value: str, start: int, end: int) -> str:
        """Return words that a rule read around ``start`` to ``end`` in the source's own characters.

        Rules take words out of a stretch and drop some; what stays is in order, so each
        character is looked for after the one before it. One the stretch lacks stays as it is.
        """
        low, high = max(0, start - AROUND), min(len(self.text), end + AROUND)
        at = self.text.find(value, start, high)
        at = at if at >= 0 else self.text.find(value, low, high)
        if at >= 0 and value:
            first, last = self.view.index[at], self.view.index[at + len(value) - 1]
            if last - first == len(value) - 1:  # nothing was taken out between its characters
                return self.view.source[first : last + 1]
        at = at if at >= 0 else low
        written: list[str] = []
        for char in value:
            place = self.text.find(char, at, high)
            place = place if place >= 0 else self.text.find(char, low, high)
            written.append(char if place < 0 else self.view.source[self.view.index[place]])
            at = place + 1 if place >= 0 else at
        return "".join(written)

    def heading_as_written(self, node: Node) -> str:
        """Return a clause's heading in the source's own characters."""
        assert node.heading is not None
        return self.as_written(node.heading, node.start, max(node.body, node.start + 1))

    def make(
        self,
        model: type[S],
        at: tuple[int, int],
        /,
        *,
        rule: str,
        confidence: float,
        **values: object,
    ) -> S:
        """Return an item that quotes the source at ``at`` (view positions)."""
        start, end = self.view.span(*at)
        for name in READ_BY_PEOPLE & values.keys():
            if isinstance(value := values[name], str):
                values[name] = self.as_written(value, *at)
        return self.make_at(model, (start, end), rule=rule, confidence=confidence, **values)

    def make_at(
        self,
        model: type[S],
        span: tuple[int, int],
        /,
        *,
        rule: str,
        confidence: float,
        **values: object,
    ) -> S:
        """Return an item that quotes the source at ``span`` (source positions), its words as given."""
        start, end = span
        return model.model_validate(
            {
                "quote": self.view.source[start:end],
                "start_char": start,
                "end_char": end,
                "confidence": confidence,
                "rule": rule,
                **values,
            }
        )

    @classmethod
    def of(cls, text: str, *, year: int | None = None) -> "Plan":
        """Return a plan for a fragment of text, as rule examples use it."""
        tables = find_tables(text)
        view = without_tables(view_of(text), tables)
        return cls(join_wrapped(close_gaps(view)), year=year, tables=tables)
