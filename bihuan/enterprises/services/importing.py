"""Take enterprises in from an uploaded workbook, in the background, row by row.

Good rows go in and bad rows are told with row, column and what to do. A known enterprise (by
credit code, without one by name and place) is brought up to date with the cells that are
filled in, so uploading the mended file again does nothing twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from bihuan.enterprises.models import Enterprise, EnterpriseImport
from bihuan.enterprises.rules import (
    colour_by_word,
    normal_credit_code,
    normal_text,
    size_by_word,
)
from bihuan.enterprises.services.dossier import (
    register_enterprise,
    require_editor,
    update_enterprise,
)
from bihuan.enterprises.states import ChangeKind, EnterpriseStatus
from bihuan.jobs.registry import handler
from bihuan.jobs.services import JobRun, start_job
from bihuan.kernel.areas import AreaLevel
from bihuan.kernel.errors import BadInput, NotFound, Problem, Refused
from bihuan.people.models import Area, User
from bihuan.people.queries import areas_of
from bihuan.reference.sectors import closest_sector, sector_by_name
from bihuan.reference.tags import closest_tag, tag_by_name
from bihuan.web.sheets import Heading, SheetRow, Table, read_table

KIND = "enterprises.import"
BATCH = 50
LABEL_NAME, LABEL_TOWN, LABEL_COMMUNITY, LABEL_SECTOR = (
    "企业名称", "乡镇（街道）", "村（社区）", "行业领域",
)  # fmt: skip
HEADINGS = (
    Heading("name", LABEL_NAME, ("单位名称", "名称", "企业", "生产经营单位名称"), required=True),
    Heading("credit_code", "统一社会信用代码", ("信用代码", "社会信用代码", "统一信用代码")),
    Heading("town", LABEL_TOWN, ("乡镇", "镇街", "街道", "所属乡镇", "所在乡镇", "镇（街道）")),
    Heading("community", LABEL_COMMUNITY, ("社区", "村", "所属社区", "村居", "所属村（社区）")),
    Heading("address", "地址", ("企业地址", "详细地址", "生产经营地址", "经营地址")),
    Heading("sector", LABEL_SECTOR, ("行业", "所属行业", "行业类别", "领域"), required=True),
    Heading("industry", "国民经济行业", ("国民经济行业分类",)),
    Heading("size", "规模", ("企业规模", "规上规下")),
    Heading("employees", "从业人数", ("从业人员", "员工人数", "职工人数", "人数")),
    Heading("principal", "主要负责人", ("负责人", "法定代表人", "法人", "企业负责人")),
    Heading("principal_phone", "负责人电话", ("联系电话", "电话", "手机", "手机号", "负责人手机")),
    Heading("safety_manager", "安全管理人员", ("安全员", "安全负责人", "安管员")),
    Heading("tags", "类别标签", ("标签", "类别", "风险类别")),
    Heading("risk_colour", "风险颜色", ("风险等级", "风险级别", "颜色")),
)
LABELS = {heading.key: heading.label for heading in HEADINGS}
_PLAIN = ("name", "address", "industry", "principal", "principal_phone", "safety_manager")
_NINE, _TWELVE = 9, 12


def start_import(*, data: bytes, name: str, by: User, at: datetime) -> EnterpriseImport:
    """Keep the workbook and queue its import.

    Raises:
        BadInput: the file cannot be read at all, or carries no usable headings.
        NotAllowed: ``by`` does not keep dossiers.
    """
    require_editor(by)
    if by.scope is None:
        raise NotFound
    table = read_table(data, name=name, headings=HEADINGS)
    with transaction.atomic():
        one = EnterpriseImport(
            area=by.scope.area.low, name=name[:120], created_by=by, created_at=at
        )
        one.file.save(f"{one.public_id}.xlsx", ContentFile(data), save=False)
        one.save()
        one.job = start_job(
            kind=KIND, title=f"导入企业：{name[:60]}（{len(table.rows)} 行）",
            payload={"import": one.pk}, area=one.area, by=by, at=at,
            result_url=one.get_absolute_url(),
        )  # fmt: skip
        one.save(update_fields=["job"])
    return one


def table_of(one: EnterpriseImport) -> Table:
    """Read the kept workbook again."""
    with one.file.open("rb") as kept:
        return read_table(kept.read(), name=one.name, headings=HEADINGS)


@handler(KIND)
def run_import(run: JobRun) -> None:
    """Take in the rows not taken in yet, a batch per transaction."""
    one = EnterpriseImport.objects.select_related("created_by").get(pk=run.payload["import"])
    table = table_of(one)
    run.expect(len(table.rows), done=one.next_row)
    places = AreaFinder(areas_of(one.created_by))
    while one.next_row < len(table.rows):
        rows = table.rows[one.next_row : one.next_row + BATCH]
        failed = _take_batch(one, rows, places, at=run.at)
        run.progress(len(rows), failed=failed)
    run.finish(message=_summary(one), result_url=one.get_absolute_url())


@transaction.atomic
def _take_batch(
    one: EnterpriseImport, rows: list[SheetRow], places: AreaFinder, *, at: datetime
) -> int:
    """Take in ``rows`` and note how far the import is; return how many were left out."""
    failed = 0
    for row in rows:
        problems = _take_row(one, row, places, at=at)
        failed += bool(problems)
        one.problems += [[row.number, p.where, p.message, p.suggestion] for p in problems]
    one.next_row += len(rows)
    one.save()
    return failed


def _take_row(
    one: EnterpriseImport, row: SheetRow, places: AreaFinder, *, at: datetime
) -> list[Problem]:
    facts, problems = read_facts(row.cells, places)
    if problems:
        return problems
    try:
        with transaction.atomic():
            outcome = _store(facts, by=one.created_by, at=at, note=one.name)
    except BadInput as refusal:
        return list(refusal.problems)
    except Refused as refusal:
        return [Problem("", refusal.message)]
    setattr(one, outcome, getattr(one, outcome) + 1)
    return []


def _store(facts: dict[str, Any], *, by: User, at: datetime, note: str) -> str:
    """Register the enterprise, or bring a known one up to date; return which counter moves."""
    known = _known(facts)
    if known is None:
        register_enterprise(by=by, at=at, note=note, kind=ChangeKind.IMPORTED, **facts)
        return "added"
    after = update_enterprise(
        enterprise_id=known.pk, changes=facts, by=by, at=at, note=note, kind=ChangeKind.IMPORTED
    )
    return "same" if after.version == known.version else "changed"


def _known(facts: dict[str, Any]) -> Enterprise | None:
    living = Enterprise.objects.exclude(status=EnterpriseStatus.CLOSED)
    code = facts.get("credit_code")
    if code:
        known = living.filter(credit_code=code).first()
        if known is not None:
            return known
    same = living.filter(name=facts["name"], area=facts["area"])
    return same.filter(credit_code="").first() if code else same.first()


def _summary(one: EnterpriseImport) -> str:
    text = f"新建 {one.added} 家，更新 {one.changed} 家，无变化 {one.same} 家"
    return f"{text}；{one.bad_rows} 行有问题未导入。" if one.problems else f"{text}。"


# --- cells -------------------------------------------------------------------------------------


@dataclass
class AreaFinder:
    """Finds a place by what people write: names, both names together, or its code."""

    areas: list[Area]
    _by_name: dict[str, list[int]] = field(init=False)
    _codes: set[int] = field(init=False)
    _names: dict[int, str] = field(init=False)

    def __post_init__(self) -> None:
        """Index the places from the town down."""
        self._by_name = defaultdict(list)
        self._names = {area.code: area.name for area in self.areas}
        small = [area for area in self.areas if area.level >= AreaLevel.TOWN]
        self._codes = {area.code for area in small}
        for area in small:
            town = area.code // AreaLevel.TOWN.span * AreaLevel.TOWN.span
            names = {area.name, area.full_name, self._names.get(town, "") + area.name}
            for name in names:
                self._by_name[name].append(area.code)

    def find(self, town: str, community: str) -> int | Problem:
        """Return the code, or what is wrong with what was written."""
        label = LABEL_COMMUNITY if community else LABEL_TOWN
        written = normal_text(f"{town}{community}")
        if not written:
            return Problem(LABEL_TOWN, "没有填写", "，请填写企业所在的乡镇（街道）。")
        digits = normal_text(community or town)
        if re.fullmatch(r"\d{9}|\d{12}", digits):
            code = int(digits.ljust(_TWELVE, "0"))
            if code in self._codes:
                return code
        found = self._by_name.get(written) or self._by_name.get(normal_text(community), [])
        if len(found) == 1:
            return found[0]
        if found:
            return Problem(label, f"管辖范围内有 {len(found)} 个“{community}”", "，请写明乡镇。")
        return Problem(
            label, f"“{written}”不在您的管辖范围内或名称有误", "，请从模板下拉列表中选择。"
        )


def read_facts(cells: dict[str, str], places: AreaFinder) -> tuple[dict[str, Any], list[Problem]]:
    """Return the facts a row states, and what cannot be understood; empty cells state nothing."""
    facts: dict[str, Any] = {key: cells[key] for key in _PLAIN if cells.get(key)}
    problems: list[Problem] = []
    facts.setdefault("name", "")
    area = places.find(cells.get("town", ""), cells.get("community", ""))
    if isinstance(area, Problem):
        problems.append(area)
    else:
        facts["area"] = area
    if cells.get("credit_code"):
        facts["credit_code"] = normal_credit_code(cells["credit_code"])
    _read_words(cells, facts, problems)
    _read_tags(cells.get("tags", ""), facts, problems)
    text = re.sub(r"[人名,，\s]", "", normal_text(cells.get("employees", "")))
    if text:
        if text.isdecimal() and len(text) <= _NINE:
            facts["employees"] = int(text)
        else:
            problems.append(Problem(LABELS["employees"], f"“{text}”不是整数", "，请只填人数。"))
    if not facts["name"]:
        problems.insert(0, Problem(LABEL_NAME, "没有填写", "，请填写营业执照上的名称。"))
    return facts, problems


def _read_words(cells: dict[str, str], facts: dict[str, Any], problems: list[Problem]) -> None:
    sector = normal_text(cells.get("sector", ""))
    code = sector_by_name(sector) if sector else None
    if code:
        facts["sector"] = code
    elif sector:
        near = closest_sector(sector)
        hint = f"，是否应为“{near}”？" if near else "，请从模板下拉列表中选择。"
        problems.append(Problem(LABEL_SECTOR, f"没有“{sector}”这一类", hint))
    else:
        problems.append(Problem(LABEL_SECTOR, "没有填写", "，请从模板下拉列表中选择。"))
    for key, read, words in (
        ("size", size_by_word, "规上或小微"),
        ("risk_colour", colour_by_word, "红、橙、黄或蓝"),
    ):
        text = cells.get(key, "")
        value = read(text) if text else None
        if value is not None:
            facts[key] = value
        elif text:
            problems.append(Problem(LABELS[key], f"“{text}”看不懂", f"，请填{words}。"))


def _read_tags(text: str, facts: dict[str, Any], problems: list[Problem]) -> None:
    tags = []
    for word in filter(None, re.split(r"[、,，;；\s/|]+", text.strip())):
        tag = tag_by_name(word)
        if tag is not None:
            tags.append(tag)
            continue
        near = closest_tag(word)
        hint = f"，是否应为“{near}”？" if near else "，请从模板的“可填内容”中选择。"
        problems.append(Problem(LABELS["tags"], f"没有“{word}”这个标签", hint))
    if tags:
        facts["tags"] = list(dict.fromkeys(tags))
