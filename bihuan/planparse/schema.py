"""The plan draft: what the parser returns, what the confirmation page edits.

``schema`` carries the version. Unknown keys are refused, so a change of shape is a
change of version and never a silent loss.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Level = Literal["village", "town", "county", "city", "province", "national"]
Operator = Literal[">=", "<=", "==", "<", ">"]
Period = Literal["day", "week", "ten_days", "month", "quarter", "half_year", "year", "other"]
AnomalyKind = Literal[
    "impossible_value",
    "impossible_date",
    "blank",
    "contradiction",
    "truncated",
    "noise",
    "inferred",
]


class Strict(BaseModel):
    """A part of a draft: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class Span(Strict):
    """Where the text says so: ``source[start_char:end_char] == quote``.

    ``rule`` names the rule that found it; ``confidence`` is that rule's, 0 to 1.
    """

    quote: str
    start_char: int = Field(ge=0)
    end_char: int = Field(ge=0)
    confidence: float = Field(ge=0, le=1)
    rule: str


class Source(Strict):
    """The file a draft was read from; ``chars`` counts the whole file."""

    file: str = ""
    sha256: str = ""
    chars: int = 0


class Issuer(Strict):
    """发文机关."""

    name: str | None = None
    level: Level | None = None


class Clause(Strict):
    """One numbered clause with everything under it; ``level`` 0 is text before any number."""

    id: str
    heading: str | None
    level: int
    start_char: int
    end_char: int
    kind: str


class Phase(Span):
    """阶段: days are inclusive; an open end is null."""

    name: str
    start: date | None = None
    end: date | None = None


class Target(Span):
    """目标: ``metric_key`` is only a suggestion, binding it is a person's decision."""

    subject: str
    metric: str
    op: Operator
    value: float
    unit: str
    deadline: date | None = None
    metric_key: str | None = None


class RecurringDuty(Span):
    """周期性工作: ``count`` times in every ``period``."""

    actor: str | None = None
    action: str
    count: int = Field(ge=1)
    period: Period


class Deliverable(Span):
    """报送材料: either due once (``due``) or again and again (``recurrence``)."""

    actor: str | None = None
    recipient: str | None = None
    what: str
    due: date | None = None
    recurrence: Period | None = None


class Task(Span):
    """一次性任务: neither a recurring duty nor something to hand in."""

    actor: str | None = None
    action: str
    due: date | None = None


class CheckItem(Span):
    """检查（整治）内容: one line of a self-check checklist."""

    group: str | None = None
    text: str
    severity: Literal["general", "major"] | None = None


class ScopeItem(Span):
    """整治范围、重点对象."""

    text: str
    category: str | None = None


class Member(Span):
    """A seat in the leading group; ``name`` stays null where the plan leaves it blank."""

    role: str
    name: str | None = None


class Organisation(Strict):
    """组织机构."""

    leading_group: bool = False
    members: list[Member] = []
    office: str | None = None


class Accountability(Span):
    """奖惩与问责."""

    kind: Literal["reward", "penalty", "report", "veto", "other"]
    text: str


class LegalRef(Span):
    """A law, a document or a standard the plan rests on."""

    title: str
    number: str | None = None


class Anomaly(Span):
    """Something a person must look at; ``suggestion`` is the likely reading, never applied."""

    kind: AnomalyKind
    message: str
    suggestion: str | None = None


class PlanDraft(Strict):
    """One plan read from a document, ready to be confirmed by a person."""

    schema_: Literal["bihuan.plan/1"] = Field(default="bihuan.plan/1", alias="schema")
    source: Source
    title: str | None = None
    issuer: Issuer = Issuer()
    document_number: str | None = None
    issued_on: date | None = None
    year: int | None = None
    sectors: list[str] = []
    clauses: list[Clause] = []
    phases: list[Phase] = []
    targets: list[Target] = []
    recurring_duties: list[RecurringDuty] = []
    deliverables: list[Deliverable] = []
    tasks: list[Task] = []
    check_items: list[CheckItem] = []
    scope: list[ScopeItem] = []
    organisation: Organisation = Organisation()
    accountability: list[Accountability] = []
    legal_refs: list[LegalRef] = []
    anomalies: list[Anomaly] = []

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    def spans(self) -> list[Span]:
        """Return everything that quotes the text, list by list."""
        lists: tuple[list[Span], ...] = (
            [*self.phases],
            [*self.targets],
            [*self.recurring_duties],
            [*self.deliverables],
            [*self.tasks],
            [*self.check_items],
            [*self.scope],
            [*self.organisation.members],
            [*self.accountability],
            [*self.legal_refs],
            [*self.anomalies],
        )
        return [span for spans in lists for span in spans]

    def bounds(self) -> tuple[int, int]:
        """Return where in the source this plan begins and ends."""
        if not self.clauses:
            return 0, self.source.chars
        return self.clauses[0].start_char, max(clause.end_char for clause in self.clauses)


DRAFTS = TypeAdapter(list[PlanDraft])


def dump(drafts: list[PlanDraft]) -> str:
    """Return drafts as the JSON array the command line prints."""
    return DRAFTS.dump_json(drafts, by_alias=True, indent=1).decode()


def load(text: str | bytes) -> list[PlanDraft]:
    """Return the drafts in a JSON array.

    Raises:
        pydantic.ValidationError: an unknown key, a wrong type or another schema version.
    """
    return DRAFTS.validate_json(text)
