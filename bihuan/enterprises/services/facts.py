"""Check the facts of a dossier and tell what differs, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bihuan.enterprises.models import Enterprise
from bihuan.enterprises.rules import credit_code_problem, normal_credit_code, normal_text
from bihuan.enterprises.states import EnterpriseStatus, RiskColour, Size
from bihuan.kernel import areas
from bihuan.kernel.areas import AreaLevel
from bihuan.kernel.errors import BadInput, Problem
from bihuan.people.models import Area, Organisation, User
from bihuan.people.queries import area_names
from bihuan.people.states import OrganisationKind
from bihuan.reference.sectors import SECTOR_NAMES, closest_sector, sector_name
from bihuan.reference.tags import TAG_NAMES, closest_tag

TEXTS = (
    "name", "credit_code", "address", "industry", "principal", "principal_phone",
    "safety_manager",
)  # fmt: skip
COLUMNS = (
    "name", "credit_code", "area", "address", "sector", "industry", "size", "employees",
    "principal", "principal_phone", "safety_manager", "risk_colour", "supervisor",
)  # fmt: skip
_FIELDS = {field.name: field for field in Enterprise._meta.fields}
LABELS = {
    **{name: str(_FIELDS[name].verbose_name) for name in (*COLUMNS, "status")},
    "area": "所在区划",
    "tags": "类别标签",
}
Facts = dict[str, Any]


def checked(facts: Mapping[str, Any], *, by: User | None, known: Enterprise | None) -> Facts:
    """Return the facts as they are stored, or refuse with everything that is wrong at once.

    ``facts`` holds some of ``COLUMNS`` and ``tags``; ``known`` is the enterprise they change.

    Raises:
        BadInput: with one problem per field.
    """
    unknown = facts.keys() - {*COLUMNS, "tags"}
    assert not unknown, f"not facts of an enterprise: {unknown}"
    clean = dict(facts)
    for name in TEXTS:
        if name in clean:
            clean[name] = normal_text(clean[name])
    problems = [
        *_texts(clean),
        *_place(clean, by=by),
        *_vocabulary(clean),
        *_people(clean),
        *_twins(clean, known=known),
    ]
    if problems:
        raise BadInput(problems)
    return clean


def _problem(name: str, message: str, suggestion: str = "") -> Problem:
    return Problem(LABELS[name], message, suggestion)


def _texts(facts: Facts) -> list[Problem]:
    problems = []
    if "name" in facts and not facts["name"]:
        problems.append(_problem("name", "没有填写", "，请填写营业执照上的名称。"))
    for name in TEXTS:
        longest = _FIELDS[name].max_length
        if name in facts and longest and len(facts[name]) > longest and name != "credit_code":
            problems.append(_problem(name, f"超过 {longest} 个字", "，请缩短。"))
    if facts.get("credit_code"):
        facts["credit_code"] = normal_credit_code(facts["credit_code"])
        wrong = credit_code_problem(facts["credit_code"])
        if wrong:
            problems.append(_problem("credit_code", wrong.message, wrong.suggestion))
    return problems


def _place(facts: Facts, *, by: User | None) -> list[Problem]:
    if "area" not in facts:
        return []
    code = facts["area"]
    if not Area.objects.filter(code=code).exists():
        return [_problem("area", "没有这个区划", "，请从列表中选择。")]
    if areas.level_of(code) < AreaLevel.TOWN:
        return [_problem("area", "应具体到乡镇（街道）或村（社区）", "，请重新选择。")]
    if by is not None and (by.scope is None or code not in by.scope.area):
        return [_problem("area", "不在您的管辖范围内", "，请改由当地安全办建档。")]
    return []


def _vocabulary(facts: Facts) -> list[Problem]:
    problems = []
    if "sector" in facts and facts["sector"] not in SECTOR_NAMES:
        near = closest_sector(facts["sector"])
        hint = f"，是否应为“{near}”？" if near else "，请从列表中选择。"
        problems.append(_problem("sector", f"没有“{facts['sector']}”这一类", hint))
    for name, choices in (("size", Size), ("risk_colour", RiskColour)):
        if name in facts and facts[name] not in choices.values:
            problems.append(_problem(name, "填写有误", "，请从列表中选择。"))
    if "tags" in facts:
        facts["tags"] = [tag for tag in TAG_NAMES if tag in facts["tags"]] + [
            tag for tag in dict.fromkeys(facts["tags"]) if tag not in TAG_NAMES
        ]
        for tag in facts["tags"]:
            if tag not in TAG_NAMES:
                near = closest_tag(tag)
                hint = f"，是否应为“{near}”？" if near else "，请从列表中选择。"
                problems.append(_problem("tags", f"没有“{tag}”这个标签", hint))
    return problems


def _people(facts: Facts) -> list[Problem]:
    problems = []
    if "employees" in facts and not 0 <= facts["employees"] <= 1_000_000:  # noqa: PLR2004
        problems.append(_problem("employees", "应为 0 至 1000000 之间的整数", "，请核对。"))
    body = facts.get("supervisor")
    if body is not None and body.kind == OrganisationKind.ENTERPRISE:
        problems.append(_problem("supervisor", "不能是企业", "，请选择政府部门。"))
    return problems


def _twins(facts: Facts, *, known: Enterprise | None) -> list[Problem]:
    """Find other dossiers of the same enterprise: by credit code, without one by name and area."""
    code = facts.get("credit_code", known.credit_code if known else "")
    name = facts.get("name", known.name if known else "")
    area = facts.get("area", known.area if known else 0)
    others = Enterprise.objects.exclude(status=EnterpriseStatus.CLOSED)
    if known is not None:
        others = others.exclude(pk=known.pk)
    if code:
        twin = others.filter(credit_code=code).first()
        if twin is not None:
            return [_problem("credit_code", f"已用于“{twin.name}”", "，请在原档案上修改。")]
        return []
    if others.filter(name=name, area=area).exists():
        return [_problem("name", f"该区划已有“{name}”的档案", "，请在原档案上修改。")]
    return []


def differences(known: Enterprise, facts: Facts) -> list[list[str]]:
    """Return ``[column, before, after]`` in words for every fact that differs."""
    found = [
        [name, in_words(name, getattr(known, name)), in_words(name, facts[name])]
        for name in COLUMNS
        if name in facts and getattr(known, name) != facts[name]
    ]
    if "tags" in facts and set(known.tags) != set(facts["tags"]):
        found.append(["tags", in_words("tags", known.tags), in_words("tags", facts["tags"])])
    return found


def in_words(name: str, value: Any) -> str:
    """Return a stored fact as people read it."""
    match name:
        case "area":
            return area_names([value]).get(value, str(value))
        case "sector":
            return sector_name(value)
        case "size":
            return str(Size(value).label)
        case "risk_colour":
            return str(RiskColour(value).label)
        case "status":
            return str(EnterpriseStatus(value).label)
        case "supervisor":
            return value.name if isinstance(value, Organisation) else ""
        case "tags":
            return "、".join(value)
        case _:
            return str(value)
