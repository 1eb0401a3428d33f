"""The files of an archive, in order, from the records of an ended campaign."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date
from pathlib import PurePath
from typing import Any

from bihuan.archives.models import Summary
from bihuan.archives.privacy import is_personal, masked
from bihuan.archives.proving import SEALS, TRAIL
from bihuan.archives.results import item_results, target_results
from bihuan.archives.states import SummaryState
from bihuan.campaigns.judgements import Judged
from bihuan.campaigns.models import Campaign
from bihuan.documents.models import IssuedDocument
from bihuan.documents.responses import file_name
from bihuan.documents.services import stored_file
from bihuan.duties.models import Duty
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import SelfCheck, SelfCheckAnswer
from bihuan.kernel.areas import range_of
from bihuan.kernel.sealing import HASHED, canonical_json, merkle_proofs
from bihuan.library.exporting import exchange_file
from bihuan.loop.models import Evidence, Seal, TrailRow
from bihuan.loop.services.cases import business_date
from bihuan.metrics.measure import Measure
from bihuan.metrics.registry import all_metrics
from bihuan.metrics.where import Where
from bihuan.oversight.figures import count
from bihuan.oversight.models import Bulletin
from bihuan.people.models import Post

File = tuple[str, bytes]
Cases = dict[str, list[int]]
MOST_IDS = 500


def ended_on(campaign: Campaign) -> date:
    """Return the day on which the campaign ended."""
    row = TrailRow.objects.filter(
        case_kind=campaign.kind, case_id=campaign.pk, step="finish"
    ).last()
    assert row is not None, "an ended campaign has taken the step"
    return business_date(row.at)


def about(campaign: Campaign) -> dict[str, object]:
    """Return what the manifest says of the package."""
    return {
        "title": campaign.title,
        "document_number": campaign.document_number,
        "organisation": campaign.organisation.name,
        "launched_on": campaign.launched_on,
        "ended_on": ended_on(campaign),
        "excluded": "举报材料、联系电话、企业人员姓名和照片原件不入包；佐证材料只列摘要。",
    }


def parts(campaign: Campaign) -> list[tuple[str, Callable[[], Iterator[File]]]]:
    """Return the parts of the archive in order, each with what makes its files."""
    where = Where(
        area=range_of(campaign.area), on=ended_on(campaign), start=campaign.launched_on,
        end=ended_on(campaign), campaign=campaign.pk,
    )  # fmt: skip
    cases: Cases = {}
    return [
        ("方案", lambda: _plan(campaign)),
        ("公文", lambda: _papers(campaign)),
        ("数据", lambda: _numbers(campaign, where)),
        ("条目", lambda: _items(campaign, where)),
        ("事项", lambda: _loops(campaign, cases)),
        ("留痕", lambda: _trail(cases)),
    ]


def _json(value: object) -> bytes:
    """Return readable JSON, the same for the same value."""
    plain = json.loads(canonical_json(value))
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([["" if cell is None else _safe(str(cell)) for cell in row] for row in rows])
    return ("\ufeff" + out.getvalue()).encode()


def _safe(text: str) -> str:
    """Keep a cell from being read as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _plan(campaign: Campaign) -> Iterator[File]:
    yield "方案/方案.txt", campaign.text.encode()
    yield "方案/方案.json", exchange_file(campaign)
    file = campaign.plan_file
    if file is not None and file.file:
        with file.file.open("rb") as stream:
            yield f"方案/原文件{PurePath(str(file.file.name)).suffix}", stream.read()


def _papers(campaign: Campaign) -> Iterator[File]:
    bulletins = Bulletin.objects.filter(campaign=campaign, issued__isnull=False)
    summaries = Summary.objects.filter(campaign=campaign, state=SummaryState.ISSUED)
    ids = [*bulletins.values_list("issued", flat=True), *summaries.values_list("issued", flat=True)]
    for issued in IssuedDocument.objects.filter(pk__in=ids).order_by("pk"):
        stem = file_name(f"{issued.number} {issued.title}.x")[:-2]
        yield f"公文/{stem}.docx", stored_file(issued, "docx")
        yield f"公文/{stem}.pdf", stored_file(issued, "pdf")
        yield f"公文/{stem}.json", _json(
            {
                "content": issued.snapshot, "provenance": issued.provenance,
                "sha256": issued.snapshot_sha256, "code": issued.token,
            }
        )  # fmt: skip


def _numbers(campaign: Campaign, where: Where) -> Iterator[File]:
    told, rows = [], []
    for metric in all_metrics():
        (taken,) = count(metric, where, [where.area])
        one = taken.measure
        if not one.part and not one.whole:
            continue  # a metric that knows no campaigns counts nothing
        told.append(
            {
                "key": metric.key, "name": metric.name, "unit": metric.unit,
                "definition": metric.definition, "basis": metric.basis, "where": where.as_facts(),
                "part": one.part, "whole": one.whole, "text": one.text(),
                "part_ids": taken.part_ids, "whole_ids": taken.whole_ids,
            }
        )  # fmt: skip
        rows.append((metric.key, metric.name, one.text(), one.part, one.whole, metric.definition))
    yield "数据/指标.json", _json(told)
    head = ("指标代码", "指标", "数值", "分子", "分母", "口径")
    yield "数据/指标.csv", _csv(head, rows)
    yield "数据/目标.json", _json(
        [
            {
                "subject": one.target.subject, "metric": one.target.metric_name,
                "metric_key": one.target.metric_key, "op": one.target.op,
                "value": one.target.value, "unit": one.target.unit,
                "deadline": one.target.deadline, "result": _told(one.measure, one.judged),
                "reached": one.reached,
            }
            for one in target_results(campaign, where)
        ]
    )  # fmt: skip


def _told(measure: Measure | None, judged: Judged | None) -> str | None:
    if measure is not None:
        return measure.text()
    return judged.figure if judged else None


def _items(campaign: Campaign, where: Where) -> Iterator[File]:
    done = {
        one.item.pk: one.fact.provenance()
        for one in item_results(campaign, on=where.on, area=where.area)
    }
    yield "条目/条目.json", _json(
        [
            {
                "id": item.pk, "kind": item.kind, "data": item.data, "quote": item.quote,
                "start_char": item.start_char, "end_char": item.end_char,
                "decision": item.decision, "done": done.get(item.pk),
            }
            for item in campaign.items.order_by("position", "pk")
        ]
    )  # fmt: skip


def _loops(campaign: Campaign, cases: Cases) -> Iterator[File]:
    """Write every loop; remember which ones, for their trail."""
    hazards = Hazard.objects.filter(campaign_ref=campaign.pk).order_by("pk")
    checks = SelfCheck.objects.filter(campaign_ref=campaign.pk).order_by("pk")
    duties = Duty.objects.filter(campaign_ref=campaign.pk).order_by("pk")
    owed = campaign.deliverables.order_by("pk")
    values = campaign.reported_values.order_by("pk")
    handovers = campaign.handovers.order_by("pk").prefetch_related("lines")
    # fmt: off
    yield from _table("隐患", hazards.select_related("enterprise"), cases, lambda one: {
        "enterprise": one.enterprise.name, "summary": masked(one.summary), "place": masked(one.place),
        "level": one.level, "found_on": one.found_on, "due_on": one.due_on,
        "rectified_on": one.rectified_on, "closed_on": one.closed_on, "source": one.source})
    yield from _table("自查", checks.select_related("enterprise"), cases, lambda one: {
        "enterprise": one.enterprise.name, "title": one.title, "asked_by": one.asked_by,
        "submitted_on": one.submitted_on})
    yield from _table("履职", duties.select_related("rule", "post__organisation", "enterprise"), cases, lambda one: {
        "title": one.rule.title, "period": one.period_label, "due_on": one.due_on,
        "holder": str(one.post) if one.post else one.enterprise.name,
        "required": one.required, "times": one.done})
    yield from _table("报送", owed.select_related("organisation"), cases, lambda one: {
        "what": str(one), "organisation": one.organisation.name, "asked_by": one.asked_by,
        "submitted_on": one.submitted_on})
    yield from _table("目标填报", values.select_related("organisation"), cases, lambda one: {
        "item": one.item_id, "organisation": one.organisation.name, "period": one.period_label,
        "edition": one.edition, "value": one.value, "baseline": one.baseline, "word": one.word,
        "source": masked(one.source), "note": masked(one.note), "confirmed_on": one.confirmed_on})
    yield from _table("移交", handovers.select_related("receiver"), cases, lambda one: {
        "receiver": one.receiver.name,
        "lines": [f"{line.case_kind}#{line.case_id} {masked(line.title)}" for line in one.lines.all()]})
    # fmt: on
    yield (
        "事项/自查不符合项.json",
        _json(
            [
                {
                    "enterprise": one.self_check.enterprise.name,
                    "item": one.item.text,
                    "note": masked(one.note),
                    "hazard": one.hazard_id,
                }
                for one in SelfCheckAnswer.objects.filter(self_check__in=checks, answer="fail")
                .select_related("self_check__enterprise", "item")
                .order_by("pk")
            ]
        ),
    )  # fmt: skip
    cases[campaign.kind] = [campaign.pk]
    for kind, model in (("bulletin", Bulletin), ("summary", Summary)):
        rows = model.objects.filter(campaign=campaign)
        cases[kind] = list(rows.order_by("pk").values_list("pk", flat=True))
    yield "事项/佐证材料目录.csv", _csv(
        ("事项类别", "事项编号", "步骤", "类别", "SHA-256", "字节数", "格式"),
        [
            (one.case_kind, one.case_id, one.trail_number, one.kind, one.sha256, one.size,
             one.content_type)
            for kind, ids in sorted(cases.items())
            for one in _in(Evidence.objects.order_by("pk"), kind, ids)
        ],
    )  # fmt: skip


def _table(
    name: str, rows: Any, cases: Cases, columns: Callable[[Any], dict[str, object]]
) -> Iterator[File]:
    told = []
    for row in rows.iterator(chunk_size=500):
        cases.setdefault(row.kind, []).append(row.pk)
        told.append(
            {"id": row.pk, "public_id": row.public_id, "state": row.state_label, **columns(row)}
        )
    yield f"事项/{name}.json", _json(told)
    head = list(told[0]) if told else ["id"]
    cells = [[_cell(row[key]) for key in head] for row in told]
    yield f"事项/{name}.csv", _csv(head, cells)


def _cell(value: object) -> object:
    return "；".join(map(str, value)) if isinstance(value, list) else value


def _in(rows: Any, kind: str, ids: Sequence[int]) -> Iterator[Any]:
    """Yield the rows of a kind's cases, a few cases per query."""
    for at in range(0, len(ids), MOST_IDS):
        yield from rows.filter(case_kind=kind, case_id__in=ids[at : at + MOST_IDS])


def _trail(cases: Cases) -> Iterator[File]:
    """Write every row with its way to the seal; personal ones without their words."""
    order = TrailRow.objects.select_related("seal").order_by("case_id", "number")
    rows = [row for kind in sorted(cases) for row in _in(order, kind, sorted(cases[kind]))]
    seals = {row.seal.pk: row.seal for row in rows if row.seal is not None}
    paths = {pk: _paths(seal) for pk, seal in seals.items()}
    theirs = _enterprise_people({row.by_id for row in rows if row.by_id is not None})
    lines = []
    for row in rows:
        assert row.seal is not None, "everything was sealed before"
        told: dict[str, object] = {
            "case_kind": row.case_kind, "case_id": row.case_id, "number": row.number,
            "step": row.step, "label": row.label, "from_state": row.from_state,
            "to_state": row.to_state, "at": row.at.astimezone(UTC).isoformat(),
            "row_hash": row.row_hash, "seal": row.seal.number,
            "path": paths[row.seal.pk][row.row_hash],
        }  # fmt: skip
        if is_personal(by_enterprise=row.by_id in theirs, note=row.note, facts=row.facts):
            told["withheld"] = True
        else:
            told |= {name: getattr(row, name) for name in HASHED if name != "at"}
        lines.append(canonical_json(told))
    yield TRAIL, ("\n".join(lines) + "\n").encode()
    yield SEALS, _json(
        [
            {
                "number": one.number, "previous": one.previous, "root": one.root,
                "count": one.count, "sealed_at": one.sealed_at.astimezone(UTC).isoformat(),
                "seal_hash": one.seal_hash,
            }
            for one in sorted(seals.values(), key=lambda seal: seal.number)
        ]
    )  # fmt: skip


def _paths(seal: Seal) -> dict[str, list[tuple[str, str]]]:
    hashes = list(seal.rows.order_by("seal_position").values_list("row_hash", flat=True))
    return dict(zip(hashes, merkle_proofs(hashes), strict=True))


def _enterprise_people(ids: set[int]) -> set[int]:
    rows = Post.objects.filter(organisation__enterprise_ref__isnull=False)
    return set(rows.values_list("user", flat=True)) & ids
