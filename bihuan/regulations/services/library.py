"""Put a text into the library, correct it, add its next edition, say something about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem
from bihuan.kernel.ids import uuid7
from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.regulations.models import (
    Regulation,
    RegulationComment,
    RegulationName,
    RegulationSector,
)
from bihuan.regulations.rules import names_of, normal_title, number_fault
from bihuan.regulations.states import Certainty, RegulationKind


@dataclass(frozen=True, slots=True)
class Text:
    """What a person says about a text."""

    title: str
    kind: str
    number: str = ""
    aliases: Sequence[str] = ()
    issuer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    sectors: Sequence[str] = field(default_factory=tuple)
    source: str = ""
    link: str = ""
    checked: bool = False


@transaction.atomic
def add_regulation(*, text: Text, by: User, at: datetime) -> Regulation:
    """Put a text into the library of the person's own body.

    Raises:
        NotAllowed: the post does not keep standards.
        BadInput: no title, a broken number, dates out of order, or it is there already.
    """
    _require(text, by=by, instead_of=None)
    return _write(Regulation(series=uuid7().hex), text, by=by, at=at)


@transaction.atomic
def add_edition(*, regulation_id: int, text: Text, by: User, at: datetime) -> Regulation:
    """Put in the next edition of a text; where the older one is the body's own, it is replaced.

    The library's own entries are nationwide and stay as they are; the new edition stands beside
    them in the same series.

    Raises:
        BadInput: see ``add_regulation``; or the new edition does not begin after the old one.
    """
    older = _visible(regulation_id, by)
    _require(text, by=by, instead_of=None)
    begins = text.effective_on
    if begins is None:
        raise BadInput([Problem("施行日期", "没有填写", "，新版须写明从哪天起施行。")])
    if older.effective_on and begins <= older.effective_on:
        raise BadInput([Problem("施行日期", "不晚于上一版", "，请按公布的文本改正。")])
    made = _write(Regulation(series=older.series), text, by=by, at=at)
    owned = Regulation.objects.owned_by(by).filter(pk=older.pk, replaced_by__isnull=True)
    owned.update(replaced_by=made)
    return made


@transaction.atomic
def change_regulation(*, regulation_id: int, text: Text, by: User) -> Regulation:
    """Correct an entry that the person's own area put in.

    Raises:
        NotFound: it is out of sight, or not the area's own (the built-in are nobody's).
    """
    row = Regulation.objects.owned_by(by).locked(regulation_id)
    _require(text, by=by, instead_of=row)
    return _write(row, text, by=None, at=None)


@transaction.atomic
def comment_on(*, regulation_id: int, text: str, by: User, at: datetime) -> RegulationComment:
    """Say what is wanting in a text; it stands for good, seen by one's own area and below.

    Raises:
        BadInput: there are no words.
    """
    row = _visible(regulation_id, by)
    if not text.strip():
        raise BadInput([Problem("意见", "没有填写", "，请写明是哪一条、有什么意见。")])
    assert by.scope is not None
    return RegulationComment.objects.create(
        regulation=row, text=text.strip(), by=by, by_post=str(by.post or ""),
        area=by.scope.area.low, at=at,
    )  # fmt: skip


def _require(text: Text, *, by: User, instead_of: Regulation | None) -> None:
    if not by.can(Capability.STANDARD_EDIT) or by.scope is None:
        raise NotAllowed("您的岗位不能维护法规标准库。")
    problems = []
    if not normal_title(text.title):
        problems.append(Problem("名称", "没有填写", "，请填写全称，不带书名号也可以。"))
    if text.kind not in RegulationKind.values:
        problems.append(Problem("类别", "没有选择", "，请选择一项。"))
    if fault := number_fault(text.number):
        problems.append(Problem("文号或标准号", str(fault), "，请按公布的文本改正。"))
    if text.effective_on and text.ends_on and text.ends_on < text.effective_on:
        problems.append(Problem("失效前最后一日", "早于施行日期", "，请改正日期。"))
    if not problems and _twin(text, by=by, instead_of=instead_of):
        problems.append(Problem("名称", "库中已有同名同号的一条", "，请打开那一条修改。"))
    if problems:
        raise BadInput(problems)


def _twin(text: Text, *, by: User, instead_of: Regulation | None) -> bool:
    rows = Regulation.objects.visible_to(by).filter(
        names__form=normal_title(text.title), number=text.number.strip(),
        effective_on=text.effective_on,
    )  # fmt: skip
    return rows.exclude(pk=instead_of.pk if instead_of else 0).exists()


def _write(row: Regulation, text: Text, *, by: User | None, at: datetime | None) -> Regulation:
    for name in ("title", "kind", "number", "issuer", "source", "link"):
        setattr(row, name, getattr(text, name).strip())
    row.title = row.title.strip("《》")
    row.aliases = [one.strip() for one in text.aliases if one.strip()]
    row.issued_on, row.effective_on, row.ends_on = text.issued_on, text.effective_on, text.ends_on
    row.certainty = Certainty.CHECKED if text.checked else Certainty.UNCHECKED
    if by is not None and by.scope is not None:
        row.organisation_id, row.area = by.scope.organisation_id, by.scope.area.low
        row.created_by, row.created_at = by, at
    row.save()
    index(row, sectors=text.sectors)
    return row


def index(row: Regulation, *, sectors: Sequence[str]) -> None:
    """Keep the forms under which a text is found, and its fields, true to it."""
    row.names.all().delete()
    RegulationName.objects.bulk_create(
        RegulationName(regulation=row, form=form[:200])
        for form in names_of(row.title, row.number, row.aliases)
    )
    row.sectors.all().delete()
    RegulationSector.objects.bulk_create(
        RegulationSector(regulation=row, sector=sector) for sector in dict.fromkeys(sectors)
    )


def _visible(regulation_id: int, by: User) -> Regulation:
    row = Regulation.objects.visible_to(by).filter(pk=regulation_id).first()
    if row is None:
        raise NotFound
    return row
