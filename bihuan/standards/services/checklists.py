"""Draft, publish, revise and retire checklists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused
from bihuan.kernel.ids import uuid7
from bihuan.people.models import Organisation, User
from bihuan.people.states import Capability
from bihuan.standards.builtin import BUILTIN
from bihuan.standards.models import CheckItem, Checklist
from bihuan.standards.rules import NewItem, item_problems
from bihuan.standards.states import ChecklistState


@transaction.atomic
def create_checklist(
    *, name: str, items: Sequence[NewItem], organisation: Organisation, by: User | None,
    at: datetime, source: str = "", series: str = "",
) -> Checklist:  # fmt: skip
    """Draft the first version of a checklist; an empty draft may be filled later.

    Raises:
        BadInput: no name, or items that cannot be.
        NotAllowed, NotFound: ``by`` does not keep standards, or not those of that body.
    """
    _require_editor(by)
    if by is not None and (by.scope is None or organisation.area not in by.scope.area):
        raise NotFound
    problems = item_problems(items)
    if not name.strip():
        problems.insert(0, Problem("名称", "没有填写", "，请填写检查标准的名称。"))
    if problems:
        raise BadInput(problems)
    checklist = Checklist.objects.create(
        series=series or uuid7().hex, name=name.strip(), source=source.strip(),
        organisation=organisation, area=organisation.area, created_at=at, created_by=by,
    )  # fmt: skip
    _write_items(checklist, items)
    return checklist


@transaction.atomic
def update_draft(
    *, checklist_id: int, name: str, source: str, items: Sequence[NewItem], by: User | None
) -> Checklist:
    """Put other words and items into a draft; a published version stays as it is.

    Raises:
        Refused: the version is published.
        BadInput: no name, or items that cannot be.
    """
    checklist = _locked(checklist_id, by=by)
    if checklist.state != ChecklistState.DRAFT:
        raise Refused("已发布的版本不能修改，请先修订出新版本。")
    problems = item_problems(items)
    if not name.strip():
        problems.insert(0, Problem("名称", "没有填写", "，请填写检查标准的名称。"))
    if problems:
        raise BadInput(problems)
    checklist.name, checklist.source = name.strip(), source.strip()
    checklist.save(update_fields=["name", "source"])
    checklist.items.all().delete()
    _write_items(checklist, items)
    return checklist


@transaction.atomic
def publish(*, checklist_id: int, by: User | None, at: datetime) -> Checklist:
    """Publish a draft; the version in force before is retired, its answers stay with it.

    Raises:
        Refused: it is no draft, or has no items.
    """
    checklist = _locked(checklist_id, by=by)
    if checklist.state != ChecklistState.DRAFT:
        raise Refused(f"该版本{checklist.get_state_display()}，不能再次发布。")
    if not checklist.items.exists():
        raise Refused("还没有检查项，请先添加检查项再发布。")
    Checklist.objects.filter(series=checklist.series, state=ChecklistState.PUBLISHED).update(
        state=ChecklistState.RETIRED
    )
    checklist.state = ChecklistState.PUBLISHED
    checklist.published_at, checklist.published_by = at, by
    checklist.save(update_fields=["state", "published_at", "published_by"])
    return checklist


@transaction.atomic
def revise(*, checklist_id: int, by: User | None, at: datetime) -> Checklist:
    """Draft the next version with the same items; the present one stays in force meanwhile.

    Raises:
        Refused: it is itself a draft, or a draft of the next version exists.
    """
    checklist = _locked(checklist_id, by=by)
    if checklist.state == ChecklistState.DRAFT:
        raise Refused("这一版还在拟定中，直接修改即可。")
    versions = Checklist.objects.filter(series=checklist.series)
    if versions.filter(state=ChecklistState.DRAFT).exists():
        raise Refused("已有一个修订中的版本，请在该版本上修改。")
    latest = versions.order_by("-version").values_list("version", flat=True)[0]
    draft = Checklist.objects.create(
        series=checklist.series, version=latest + 1, name=checklist.name,
        source=checklist.source, organisation=checklist.organisation, area=checklist.area,
        created_at=at, created_by=by,
    )  # fmt: skip
    _write_items(draft, [_again(item) for item in checklist.items.all()])
    return draft


@transaction.atomic
def retire(*, checklist_id: int, by: User | None) -> Checklist:
    """Take a published version out of use; self-checks under way go on."""
    checklist = _locked(checklist_id, by=by)
    if checklist.state != ChecklistState.PUBLISHED:
        raise Refused(f"该版本{checklist.get_state_display()}，不需要停用。")
    checklist.state = ChecklistState.RETIRED
    checklist.save(update_fields=["state"])
    return checklist


@transaction.atomic
def install_builtin(
    *, organisation: Organisation, by: User | None, at: datetime
) -> list[Checklist]:
    """Publish the built-in checklists for a body; those it has already stay as they are."""
    made = []
    for one in BUILTIN:
        series = f"{one.code}-{organisation.pk}"
        if Checklist.objects.filter(series=series).exists():
            continue
        draft = create_checklist(
            name=one.name, items=one.items, source=one.source, series=series,
            organisation=organisation, by=by, at=at,
        )  # fmt: skip
        made.append(publish(checklist_id=draft.pk, by=by, at=at))
    return made


def _require_editor(by: User | None) -> None:
    if by is not None and not by.can(Capability.STANDARD_EDIT):
        raise NotAllowed("您的岗位没有维护检查标准的权限。")


def _locked(checklist_id: int, *, by: User | None) -> Checklist:
    _require_editor(by)
    rows = Checklist.objects.all() if by is None else Checklist.objects.owned_by(by)
    return rows.locked(checklist_id)


def _write_items(checklist: Checklist, items: Sequence[NewItem]) -> None:
    CheckItem.objects.bulk_create(
        CheckItem(
            checklist=checklist, number=number, group=item.group.strip(), text=item.text.strip(),
            basis=item.basis.strip(), severity=item.severity, photo_required=item.photo_required,
        )
        for number, item in enumerate(items, start=1)
    )  # fmt: skip


def _again(item: CheckItem) -> NewItem:
    return NewItem(item.text, item.group, item.basis, item.severity, item.photo_required)
