"""Reads over self-checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from bihuan.hazards.states import HazardLevel
from bihuan.inspections import rules
from bihuan.inspections.models import SelfCheck, SelfCheckAnswer, SelfCheckQuerySet
from bihuan.inspections.states import SELF_CHECK, Answer, SelfCheckState
from bihuan.loop.models import Evidence
from bihuan.standards.models import CheckItem
from bihuan.standards.states import Severity


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a self-check with what was answered so far."""

    item: CheckItem
    given: SelfCheckAnswer | None
    photos: list[Evidence]

    @property
    def answered(self) -> rules.Answered:
        """The line as the rules see it."""
        given = self.given
        is_major = self.item.severity == Severity.MAJOR
        if given is None:
            return rules.Answered(self.item.number, is_major=is_major)
        return rules.Answered(
            number=self.item.number, answer=given.answer, note=given.note, level=given.level,
            owner=given.owner, measures=given.measures, funds=given.funds,
            interim_measures=given.interim_measures, due_on=given.due_on,
            due_reason=given.due_reason, photos=len(self.photos), is_major=is_major,
            photo_required=self.item.photo_required,
        )  # fmt: skip

    @property
    def is_failed(self) -> bool:
        """Whether the item does not conform."""
        return self.given is not None and self.given.answer == Answer.FAIL

    @property
    def level(self) -> str:
        """The level chosen, or the one that the checklist suggests."""
        if self.given is not None and self.given.level:
            return self.given.level
        is_major = self.item.severity == Severity.MAJOR
        return HazardLevel.MAJOR if is_major else HazardLevel.GENERAL


@dataclass(frozen=True, slots=True)
class Group:
    """The items under one heading of the checklist."""

    name: str
    lines: list[Line] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many of them have an answer."""
        return sum(1 for line in self.lines if line.given is not None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A self-check with all its items, in the checklist's order."""

    check: SelfCheck
    lines: list[Line]

    @property
    def groups(self) -> list[Group]:
        """The lines by heading, in order."""
        groups: list[Group] = []
        for line in self.lines:
            if not groups or groups[-1].name != line.item.group:
                groups.append(Group(line.item.group))
            groups[-1].lines.append(line)
        return groups

    @property
    def total(self) -> int:
        """How many items there are."""
        return len(self.lines)

    @property
    def share(self) -> float:
        """How much is answered, 0–1."""
        return self.done / self.total if self.total else 0.0

    @property
    def done(self) -> int:
        """How many have an answer."""
        return sum(1 for line in self.lines if line.given is not None)

    @property
    def failed(self) -> list[Line]:
        """The items that do not conform."""
        return [line for line in self.lines if line.is_failed]

    @property
    def signals(self) -> list[rules.Signal]:
        """What is doubtful about it, once it is finished."""
        if self.check.state != SelfCheckState.SUBMITTED:
            return []
        return rules.signals(
            items=self.total, failed=len(self.failed), started_at=self.check.started_at,
            submitted_at=self.check.submitted_at,
        )  # fmt: skip


def sheet(check: SelfCheck) -> Sheet:
    """Return the self-check's items with answers and photos, by three queries."""
    items = CheckItem.objects.filter(checklist_id=check.checklist_id).order_by("number")
    answers = (
        SelfCheckAnswer.objects.filter(self_check=check)
        .select_related("hazard")
        .prefetch_related("photos")
    )
    given = {answer.item_id: answer for answer in answers}
    lines = []
    for item in items:
        answer = given.get(item.pk)
        lines.append(Line(item, answer, list(answer.photos.all()) if answer else []))
    return Sheet(check, lines)


def with_counts(rows: SelfCheckQuerySet) -> SelfCheckQuerySet:
    """Add ``answered`` and ``failed``: how many items have an answer, and how many fail."""
    return rows.annotate(
        answered=Count("answers"), failed=Count("answers", filter=Q(answers__answer=Answer.FAIL))
    )  # fmt: skip


def counted(rows: QuerySet[SelfCheck]) -> QuerySet[SelfCheck]:
    """Keep what counts as assigned: everything but what was cancelled."""
    return rows.exclude(state=SelfCheckState.CANCELLED)


def submitted_by(rows: QuerySet[SelfCheck], *, on: date) -> QuerySet[SelfCheck]:
    """Keep self-checks finished by that day."""
    return rows.filter(submitted_on__lte=on)


def asked_by(rows: QuerySet[SelfCheck], *, on: date) -> QuerySet[SelfCheck]:
    """Keep those whose day has come, and those finished before."""
    return counted(rows).filter(Q(asked_by__lt=on) | Q(submitted_on__lte=on))


def in_time(rows: QuerySet[SelfCheck]) -> QuerySet[SelfCheck]:
    """Keep those finished by the day asked for."""
    return rows.filter(submitted_on__lte=F("asked_by"))


def late(rows: QuerySet[SelfCheck], *, on: date) -> QuerySet[SelfCheck]:
    """Keep those still to be filled whose day has passed."""
    return rows.exclude(state__in=SELF_CHECK.end).filter(due_on__lt=on)
