"""Text in, drafts out: the whole way from a file's text to its ``PlanDraft`` objects."""

import hashlib
import re
from bisect import bisect_left
from dataclasses import dataclass

from bihuan.planparse.boilerplate import Noise, set_aside
from bihuan.planparse.context import Plan
from bihuan.planparse.gather import collect, first_check_items, in_order, tasks_of, without_repeats
from bihuan.planparse.genre import UNNAMED, not_a_plan
from bihuan.planparse.naming import title_of
from bihuan.planparse.rules.organisation import has_leading_group, office_of
from bihuan.planparse.schema import (
    Accountability,
    Anomaly,
    Clause,
    Deliverable,
    Issuer,
    LegalRef,
    Member,
    Organisation,
    Phase,
    PlanDraft,
    RecurringDuty,
    ScopeItem,
    Source,
    Target,
)
from bihuan.planparse.sectors import sectors_of
from bihuan.planparse.split import seams
from bihuan.planparse.tables import find_tables, without_tables
from bihuan.planparse.tabular import merge, read_tables
from bihuan.planparse.text import (
    View,
    close_gaps,
    join_wrapped,
    lines,
    stripped,
    view_of,
    without_markup,
)
from bihuan.planparse.titles import issued_on_of, issuer_of, number_of, year_of


@dataclass(frozen=True, slots=True)
class Reading:
    """One plan as read: what the rules saw, what was set aside, the draft made of both."""

    plan: Plan
    noise: list[Noise]
    draft: PlanDraft


def parse_text(text: str, *, file: str = "", sha256: str | None = None) -> list[PlanDraft]:
    """Return a draft for every plan in a text, in order.

    Never raises on any text: what cannot be read becomes an anomaly. Without
    ``sha256`` the digest is that of the text in UTF-8.
    """
    return [reading.draft for reading in read(text, file=file, sha256=sha256)]


def read(text: str, *, file: str = "", sha256: str | None = None) -> list[Reading]:
    """Return every plan in a text together with what its rules saw."""
    if sha256 is None:
        sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    source = Source(file=file, sha256=sha256, chars=len(text))
    tables = find_tables(text)
    folded = without_markup(without_tables(view_of(text), tables))
    site_lines = _file_lines(folded)
    clean, noise = set_aside(folded)
    noise.sort(key=lambda item: (item.start, item.end))
    noise_starts = [item.start for item in noise]
    view = join_wrapped(close_gaps(clean))
    if not view.text.strip() and not tables:
        return []
    starts = seams(view.text)
    readings = []
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(view.text)
        part = view.part(*stripped(view.text, start, end))
        low = 0 if place == 0 else view.index[start]
        high = view.index[end] if end < len(view.index) else len(text) + 1
        own = noise[bisect_left(noise_starts, low) : bisect_left(noise_starts, high)]
        plan = Plan(part, tables=[table for table in tables if low <= table.start < high])
        readings.append(_reading(plan, own, site_lines if len(starts) == 1 else [], source))
    return readings


def _file_lines(view: View) -> list[str]:
    return [view.text[start:end].replace(" ", "") for start, end in lines(view.text)[:8]]


def _reading(plan: Plan, noise: list[Noise], site_lines: list[str], source: Source) -> Reading:
    title, status = title_of(plan, site_lines)
    plan.title = title
    number = number_of(plan)
    plan.issued_on = issued_on_of(plan)
    plan.year, how = year_of(plan, number)
    bare = bool(plan.tables) and len(plan.text) < SHORTEST_TEXT
    if not bare and (why := not_a_plan(plan.text, title, plan.nodes, written=status == "written")):
        plan.title = None if why in UNNAMED else title
        return Reading(plan, noise, _nothing(plan, source, noise, why))
    phases = collect(plan, "phases", Phase)
    name, level = issuer_of(plan)
    anomalies = [
        *_noise(plan, noise),
        *_head_anomalies(plan, status, how),
        *collect(plan, "anomalies", Anomaly),
        *collect(plan, "damage", Anomaly),
    ]
    draft = PlanDraft(
        source=source,
        title=plan.as_written(title, 0, 0) if title else None,
        issuer=Issuer(name=name, level=level),
        document_number=number,
        issued_on=plan.issued_on,
        year=plan.year,
        sectors=sectors_of(title or "", plan.text),
        clauses=_clauses(plan),
        phases=phases,
        targets=without_repeats(collect(plan, "targets", Target)),
        recurring_duties=collect(plan, "duties", RecurringDuty),
        deliverables=collect(plan, "deliverables", Deliverable),
        check_items=first_check_items(plan),
        scope=collect(plan, "scope", ScopeItem),
        organisation=Organisation(
            leading_group=has_leading_group(plan.text),
            members=collect(plan, "organisation", Member),
            office=office_of(plan.text),
        ),
        accountability=collect(plan, "accountability", Accountability),
        legal_refs=collect(plan, "legal_refs", LegalRef),
        anomalies=in_order(anomalies),
    )
    draft.tasks = tasks_of(plan, draft)
    merge(draft, read_tables(plan))
    return Reading(plan, noise, draft)


def _nothing(plan: Plan, source: Source, noise: list[Noise], why: str) -> PlanDraft:
    """Return the draft of a text that is no plan: its clauses and the reason, no items."""
    end = plan.text.find("\n")
    head = (0, end if 0 < end <= HEAD else min(len(plan.text), 20))
    reason = plan.make(Anomaly, head, rule="genre", confidence=0.7, kind="noise", message=why)
    return PlanDraft(
        source=source,
        title=plan.as_written(plan.title, 0, 0) if plan.title else None,
        issued_on=plan.issued_on,
        year=plan.year,
        clauses=_clauses(plan),
        anomalies=in_order([*_noise(plan, noise), reason]),
    )


def _clauses(plan: Plan) -> list[Clause]:
    found = []
    for node in plan.nodes:
        end = node.own_end if node.level == 0 else node.end
        if end <= node.start:
            continue
        start_char, end_char = plan.view.span(*_trimmed(plan, node.start, end))
        found.append(
            Clause(
                id=node.id,
                heading=plan.heading_as_written(node) if node.heading else None,
                level=node.level,
                start_char=start_char,
                end_char=end_char,
                kind=node.kind,
            )
        )
    last = max((table.end for table in plan.tables), default=0)
    end = max((one.end_char for one in found), default=0)
    for one in found:  # a table at the very end belongs to the clauses that end the text
        if one.end_char == end < last:
            one.end_char = last
    return found


def _trimmed(plan: Plan, start: int, end: int) -> tuple[int, int]:
    while end > start + 1 and plan.text[end - 1] in " \n":
        end -= 1
    return start, end


def _noise(plan: Plan, noise: list[Noise]) -> list[Anomaly]:
    return [
        Anomaly(
            quote=plan.view.source[item.start : item.end],
            start_char=item.start,
            end_char=item.end,
            confidence=0.9,
            rule="boilerplate",
            kind="noise",
            message=item.message,
        )
        for item in noise
        if item.end > item.start
    ]


def _head_anomalies(plan: Plan, status: str, how: str) -> list[Anomaly]:
    """Return what had to be worked out about the head: no title line, a year from elsewhere."""
    found: list[Anomaly] = []
    end = min(len(plan.text), 20)
    head = (0, max(plan.text.find("\n"), 0) or end) if plan.text.find("\n") < end else (0, end)
    if status == "named":
        found.append(
            plan.make(
                Anomaly,
                head,
                rule="title",
                confidence=0.6,
                kind="inferred",
                message="原文没有标题行，标题取自正文中的书名号",
                suggestion=plan.title,
            )
        )
    elif status == "none":
        found.append(
            plan.make(
                Anomaly,
                head,
                rule="title",
                confidence=0.6,
                kind="inferred",
                message="原文没有标题，请补填",
                suggestion=_likely_title(plan),
            )
        )
    if how:
        found.append(
            plan.make(
                Anomaly,
                head,
                rule="year",
                confidence=0.6,
                kind="inferred",
                message=f"年份未写明，{how}",
                suggestion=f"{plan.year}年",
            )
        )
    return found


CAMPAIGN = re.compile(
    r"(?:开展|推进|实施)(?P<what>(?:[一-鿿]|“[^“”\n]{2,14}”){2,30}?(?:专项整治|专项行动|整治行动|大检查|百日行动|攻坚行动|三项行动)”?)"
)
SHORTEST_TEXT = 60  # beside a table so little text says nothing about what it is
HEAD = 800  # a campaign's name stands near the top


def _likely_title(plan: Plan) -> str | None:
    match = CAMPAIGN.search(plan.text, 0, HEAD)
    if match is None:
        return None
    name = re.sub(r"^为期[^的]{1,6}的", "", match.group("what"))
    return f"{name}{'工作' if not name.endswith('”') else ''}方案"
