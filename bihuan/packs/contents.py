"""What a pack holds, validated: scope, checklist, papers, suggested targets, sample plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bihuan.packs.laws import Citation, cite
from bihuan.packs.states import PaperKind
from bihuan.reference.sectors import SECTOR_NAMES
from bihuan.reference.tags import TAG_NAMES
from bihuan.standards.rules import LONGEST_BASIS, NewItem
from bihuan.standards.states import Severity

FEWEST_ROWS, MOST_ROWS = 15, 40


def _known_sector(code: str) -> str:
    if code not in SECTOR_NAMES:
        raise ValueError(f"unknown sector {code}")
    return code


def _known_tag(name: str) -> str:
    if name not in TAG_NAMES:
        raise ValueError(f"unknown tag {name}")
    return name


def _citable(words: str) -> str:
    cite(words)
    return words


Sectors = tuple[Annotated[str, AfterValidator(_known_sector)], ...]
Tags = tuple[Annotated[str, AfterValidator(_known_tag)], ...]
Text = Annotated[str, Field(min_length=1, max_length=300)]
Evidence = Literal["照片", "记录", "证照", "台账", "报告", "询问"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Category(_Strict):
    """对象类别: one kind of enterprise in the pack's scope and how the registry tells it."""

    code: str
    name: Text
    sectors: Sectors = ()
    tags: Tags = ()
    how: Text


class Paper(_Strict):
    """行动文书: what is written, by whom and when."""

    kind: PaperKind
    name: Text
    who: Text
    when: Text


class Goal(_Strict):
    """建议目标: a target plans of this kind set, with the metric that counts it if any does."""

    name: Text
    metric: str = ""
    op: Literal[">=", "==", "<=", ">", "<"]
    value: float
    unit: str


class Row(_Strict):
    """检查项: one requirement in our words, what it rests on, how it is checked, where it applies."""

    text: Text
    basis: Annotated[tuple[Annotated[str, AfterValidator(_citable)], ...], Field(min_length=1)]
    major: bool = False
    method: Text
    evidence: Evidence
    when: str = ""

    @model_validator(mode="after")
    def _major_by_criteria(self) -> Self:
        if self.major and not any(one.law.criteria for one in self.citations):
            raise ValueError(f"nothing cited makes this major: {self.text}")
        if len(self.basis_text) > LONGEST_BASIS:
            raise ValueError(f"the basis is too long: {self.text}")
        return self

    @property
    def citations(self) -> list[Citation]:
        """What the row rests on."""
        return [cite(words) for words in self.basis]

    @property
    def basis_text(self) -> str:
        """What the row rests on in one line, unchecked clauses marked."""
        return "；".join(map(str, self.citations))

    @property
    def asked(self) -> str:
        """The requirement as a checklist asks it, with where it applies."""
        return f"{self.text}（适用：{self.when}）" if self.when else self.text

    @property
    def severity(self) -> Severity:
        """The level of the hazard when the answer is no."""
        return Severity.MAJOR if self.major else Severity.GENERAL


class Group(_Strict):
    """A heading of the checklist with its rows."""

    group: Annotated[str, Field(min_length=1, max_length=120)]
    items: Annotated[tuple[Row, ...], Field(min_length=1)]


class Sample(_Strict):
    """The sample plan's place in the demo: who issues it, the day it is launched, how far it is."""

    office: Literal["county", "town"]
    launch: Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]
    stage: Literal["draft", "running", "ended"]

    def launch_day(self, year: int) -> date:
        """The day of launch in a year."""
        month, day = map(int, self.launch.split("-"))
        return date(year, month, day)


class Pack(_Strict):
    """行业包: everything that a special plan of one kind needs.

    ``sectors`` and ``tags`` are the scope taken together, as the launch page narrows it. A plan
    that speaks one of ``claims`` belongs to the pack without anybody saying so.
    ``institutions_only`` packs keep every word about persons out of their campaigns.
    """

    code: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    version: Annotated[int, Field(ge=1)]
    order: int
    name: Text
    summary: Text
    sectors: Annotated[Sectors, Field(min_length=1)]
    tags: Tags = ()
    claims: tuple[str, ...] = ()
    institutions_only: bool = False
    scope: Annotated[tuple[Category, ...], Field(min_length=1)]
    papers: Annotated[tuple[Paper, ...], Field(min_length=1)]
    targets: Annotated[tuple[Goal, ...], Field(min_length=1)]
    notes: tuple[Text, ...]
    sample: Sample
    checklist: tuple[Group, ...]
    plan: str

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not FEWEST_ROWS <= len(self.rows) <= MOST_ROWS:
            raise ValueError(f"{self.code}: {len(self.rows)} check items")
        if len({row.text for row in self.rows}) != len(self.rows):
            raise ValueError(f"{self.code}: a check item stands there twice")
        if len({one.code for one in self.scope}) != len(self.scope):
            raise ValueError(f"{self.code}: a category stands there twice")
        return self

    @property
    def rows(self) -> list[Row]:
        """The check items in order."""
        return [row for group in self.checklist for row in group.items]

    @property
    def numbered(self) -> list[tuple[int, str, Row]]:
        """The check items with number and heading."""
        told = [(group.group, row) for group in self.checklist for row in group.items]
        return [(number, group, row) for number, (group, row) in enumerate(told, start=1)]

    @property
    def sources(self) -> list[Citation]:
        """Everything the checklist cites, each once, in order."""
        cited = {str(one): one for row in self.rows for one in row.citations}
        return list(cited.values())

    def new_items(self) -> list[NewItem]:
        """The checklist as the check standards take it."""
        return [
            NewItem(
                row.asked, group, row.basis_text, row.severity,
                photo_required=row.evidence == "照片",
            )
            for _, group, row in self.numbered
        ]  # fmt: skip
