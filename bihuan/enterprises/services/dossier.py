"""Open, change and close dossiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from bihuan.enterprises.models import Enterprise, EnterpriseChange, EnterpriseTag
from bihuan.enterprises.services.facts import Facts, checked, differences, in_words
from bihuan.enterprises.states import ChangeKind, RiskColour, Size
from bihuan.kernel.errors import BadInput, NotAllowed, Problem, Refused, StaleVersion
from bihuan.people.models import Organisation, User
from bihuan.people.queries import office_for
from bihuan.people.states import Capability


@transaction.atomic
def register_enterprise(
    *, name: str, area: int, sector: str, by: User | None, at: datetime, credit_code: str = "",
    address: str = "", industry: str = "", tags: Sequence[str] = (), size: str = Size.SMALL,
    employees: int = 0, principal: str = "", principal_phone: str = "", safety_manager: str = "",
    risk_colour: str = RiskColour.BLUE, supervisor: Organisation | None = None, note: str = "",
    kind: str = ChangeKind.REGISTERED,
) -> Enterprise:  # fmt: skip
    """Open a dossier. Without ``supervisor`` the safety office of its town supervises.

    Raises:
        BadInput: facts that cannot be, all of them at once; also a dossier that exists.
        NotAllowed: ``by`` does not keep dossiers.
    """
    require_editor(by)
    facts = checked(
        {
            "name": name, "area": area, "sector": sector, "credit_code": credit_code,
            "address": address, "industry": industry, "tags": list(tags), "size": size,
            "employees": employees, "principal": principal, "principal_phone": principal_phone,
            "safety_manager": safety_manager, "risk_colour": risk_colour,
            "supervisor": supervisor or office_for(area),
        },
        by=by, known=None,
    )  # fmt: skip
    if facts["supervisor"] is None:
        raise BadInput(
            [Problem("监管单位", "当地还没有安全办", "，请先建立机构，或指定监管单位。")]
        )
    words = facts.pop("tags")
    enterprise = Enterprise.objects.create(**facts, created_at=at)
    _write_tags(enterprise, words)
    told = [[key, "", in_words(key, value)] for key, value in facts.items() if value]
    if words:
        told.append(["tags", "", in_words("tags", words)])
    _write_change(enterprise, kind=kind, changes=told, note=note, by=by, at=at)
    return enterprise


@transaction.atomic
def update_enterprise(
    *, enterprise_id: int, changes: Mapping[str, Any], by: User | None, at: datetime,
    expected_version: int | None = None, note: str = "", kind: str = ChangeKind.UPDATED,
) -> Enterprise:  # fmt: skip
    """Change some facts of a dossier and write down what was changed.

    ``changes`` may hold every keyword of ``register_enterprise`` that is a fact. When nothing
    differs nothing is written.

    Raises:
        BadInput: facts that cannot be.
        StaleVersion: somebody changed the dossier after ``expected_version``.
    """
    enterprise = locked(enterprise_id, by=by, expected_version=expected_version)
    facts = checked(changes, by=by, known=enterprise)
    told = differences(enterprise, facts)
    if not told:
        return enterprise
    _store(enterprise, facts)
    _write_change(enterprise, kind=kind, changes=told, note=note, by=by, at=at)
    return enterprise


@transaction.atomic
def set_status(
    *, enterprise_id: int, status: str, reason: str, by: User | None, at: datetime,
    expected_version: int | None = None,
) -> Enterprise:  # fmt: skip
    """Note that an enterprise stopped, resumed or closed down, and why.

    Raises:
        Refused: no reason, or it is so already.
    """
    enterprise = locked(enterprise_id, by=by, expected_version=expected_version)
    if not reason.strip():
        raise Refused("请填写变更经营状态的原因。")
    if enterprise.status == status:
        raise Refused(f"企业已是“{enterprise.get_status_display()}”，不需要变更。")
    told = [["status", in_words("status", enterprise.status), in_words("status", status)]]
    enterprise.status = status
    enterprise.version += 1
    enterprise.save(update_fields=["status", "version"])
    _write_change(
        enterprise, kind=ChangeKind.STATUS, changes=told, note=reason.strip(), by=by, at=at
    )
    return enterprise


def require_editor(by: User | None) -> None:
    """Refuse whoever does not keep dossiers; None is a command on the machine itself."""
    if by is not None and not by.can(Capability.ENTERPRISE_EDIT):
        raise NotAllowed("您的岗位没有维护企业档案的权限。")


def locked(
    enterprise_id: int, *, by: User | None, expected_version: int | None = None
) -> Enterprise:
    """Return the dossier locked for a change."""
    require_editor(by)
    rows = Enterprise.objects.all() if by is None else Enterprise.objects.visible_to(by)
    enterprise = rows.select_related("supervisor").locked(enterprise_id)
    if expected_version is not None and enterprise.version != expected_version:
        raise StaleVersion("档案已被他人修改，请刷新后在新内容上修改。")
    return enterprise


def _store(enterprise: Enterprise, facts: Facts) -> None:
    facts = dict(facts)
    words = facts.pop("tags", None)
    for name, value in facts.items():
        setattr(enterprise, name, value)
    enterprise.version += 1
    enterprise.save()
    if words is not None:
        _write_tags(enterprise, words)


def _write_tags(enterprise: Enterprise, words: Sequence[str]) -> None:
    enterprise.tag_rows.exclude(tag__in=words).delete()
    have = set(enterprise.tag_rows.values_list("tag", flat=True))
    EnterpriseTag.objects.bulk_create(
        EnterpriseTag(enterprise=enterprise, tag=word) for word in words if word not in have
    )


def _write_change(
    enterprise: Enterprise, *, kind: str, changes: list[list[str]], note: str, by: User | None,
    at: datetime,
) -> None:  # fmt: skip
    EnterpriseChange.objects.create(
        enterprise=enterprise, version=enterprise.version, kind=kind, changes=changes,
        note=note[:300], by=by, at=at,
    )  # fmt: skip


def note_account(enterprise: Enterprise, *, text: str, by: User | None, at: datetime) -> None:
    """Write down that an account was opened for the enterprise."""
    _write_change(enterprise, kind=ChangeKind.ACCOUNT, changes=[], note=text, by=by, at=at)
