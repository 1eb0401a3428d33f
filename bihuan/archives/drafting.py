"""A summary's content from the records: numbers, items, cases, handovers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.archives.composing import HAZARDS, TROUBLES, Content, Done, Example, Goal, Moved
from bihuan.archives.loops import open_loops, placed
from bihuan.archives.models import Summary, SummaryCase
from bihuan.archives.results import (
    Fact,
    ItemResult,
    TargetResult,
    item_results,
    target_results,
    widespread,
)
from bihuan.archives.states import LoopKind, Verdict
from bihuan.campaigns.models import Phase
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import closed_by, counted
from bihuan.kernel.areas import range_of
from bihuan.kernel.chinese import date_text, ratio_text
from bihuan.metrics.registry import metric_of
from bihuan.metrics.where import Where
from bihuan.oversight.composing import SUMMARY, Number
from bihuan.oversight.figures import Taken, count, numbers_of, places_below
from bihuan.people.models import Area

BY_PLACE = ("self_check.rate", "hazard.found", "hazard.closing_rate", "hazard.on_time_rate")
LONGEST_WORDS = 90
COMPARED = {">=": "不低于", "<=": "不高于", ">": "高于", "<": "低于", "==": "为"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A summary's content with everything its numbers came from."""

    content: Content
    taken: list[Taken]
    facts: list[Fact]


def where_of(summary: Summary) -> Where:
    """Return the question that every number of the summary answers, for its whole area."""
    return Where(
        area=range_of(summary.area_counted), on=summary.as_of, start=summary.start,
        end=summary.as_of, campaign=summary.campaign_id,
    )  # fmt: skip


def gather(summary: Summary) -> Gathered:
    """Take every number now and write the summary around them."""
    campaign, where = summary.campaign, where_of(summary)
    places = places_below(summary.area_counted, campaign)
    targets = target_results(campaign, where)
    keys = dict.fromkeys(
        [
            *(key for key, _ in (*SUMMARY, *HAZARDS, *TROUBLES)),
            *(one.target.metric_key for one in targets if one.measure is not None),
        ]
    )
    taken: list[Taken] = []
    for key in keys:
        areas = [where.area, *([one.range for one in places] if key in BY_PLACE else [])]
        taken += count(metric_of(key), where, areas)
    numbers = numbers_of(taken)
    own = where.area.low
    phases = list(campaign.phases.all())
    items = item_results(campaign, on=summary.as_of, area=where.area)
    wide = widespread(campaign, area=where.area)
    names = dict(Area.objects.filter(code=own).values_list("code", "name"))
    content = Content(
        header=f"{summary.organisation.name}文件",
        issuer=summary.organisation.name,
        title=summary.title,
        addressees=tuple(part for part in summary.addressees.split("、") if part),
        opening=summary.opening,
        practice=summary.practice,
        problems=summary.problems,
        next_steps=summary.next_steps,
        as_of=summary.as_of,
        area=own,
        area_name=names.get(own, ""),
        numbers={key: number for (area, key), number in numbers.items() if area == own},
        phases=[(one.number, _phase_name(one)) for one in phases],
        done=[_done(one, phases) for one in items],
        goals=[_goal(one, numbers, own, summary) for one in targets],
        places=[
            (place.name, tuple(numbers[place.code, key].text for key in BY_PLACE))
            for place in places
        ],
        place_columns=[metric_of(key).name for key in BY_PLACE],
        widespread=[(one.text, _text(one.fact), one.fact.key) for one in wide],
        examples=[example_of(one, on=summary.as_of) for one in cases_of(summary)],
        moved=_moved(summary),
        left=_left(summary),
    )
    return Gathered(content, taken, [*(one.fact for one in items), *(one.fact for one in wide)])


def cases_of(summary: Summary) -> Sequence[SummaryCase]:
    """Return the chosen cases, good ones first."""
    return list(summary.cases.select_related("enterprise", "hazard").order_by("-kind", "pk"))


def _phase_name(phase: Phase) -> str:
    if phase.start is None and phase.end is None:
        return phase.name
    start = date_text(phase.start) if phase.start else ""
    end = date_text(phase.end) if phase.end else ""
    return f"{phase.name}（{start}{'至' if start and end else ''}{end}{'前' if not start else ''}）"


def _done(result: ItemResult, phases: Sequence[Phase]) -> Done:
    """Put an item into the phase whose last day covers its due day; without one, to the whole."""
    due = result.item.data.get("due")
    day = date.fromisoformat(due) if due else None
    fits = [one for one in phases if day and one.end and day <= one.end]
    words = result.item.quote.strip().rstrip("。；，")
    shown = words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS]}……"
    return Done(
        fits[0].number if fits else 0, shown, _text(result.fact), result.fact.key
    )  # fmt: skip


def _text(fact: Fact) -> str:
    return f"{fact.part} 项" if fact.whole is None else ratio_text(fact.part, fact.whole)


def _goal(
    result: TargetResult, numbers: dict[tuple[int, str], Number], own: int, summary: Summary
) -> Goal:
    target = result.target
    name = f"{target.subject}{target.metric_name}" or target.item.quote[:40]
    wanted = f"{COMPARED[target.op]}{target.value:g}{target.unit}"
    if target.metric_key:
        number = numbers[own, target.metric_key]
        return Goal(name, wanted, number.text, f"{number.key}@{own}", result.reached)
    if result.judged is not None:
        return Goal(name, wanted, "", "", result.reached, judged=result.judged.text)
    verdict = summary.verdicts.get(str(target.pk))
    judged = {Verdict.REACHED.value: True, Verdict.MISSED.value: False}.get(verdict)
    return Goal(name, wanted, "", "", judged)


def example_of(case: SummaryCase, *, on: date) -> Example:
    """Tell a chosen case from the records."""
    who = "某企业" if case.anonymous else case.enterprise.name
    if case.hazard is not None:
        return Example(case.kind, _hazard_words(case.hazard, who, on), case.comment)
    campaign = case.summary.campaign_id
    found = counted(Hazard.objects.filter(campaign_ref=campaign, enterprise=case.enterprise))
    whole, closed = found.count(), closed_by(found, on=on).count()
    words = f"{who}在行动中排查隐患{whole}起，其中已整改销号{closed}起。"
    return Example(case.kind, words, case.comment)


def _hazard_words(hazard: Hazard, who: str, on: date) -> str:
    level = f"{hazard.get_level_display()}隐患" if hazard.level else "隐患"
    level = level.replace("隐患隐患", "隐患")
    what = hazard.summary.rstrip("。；")
    words = f"{who}{hazard.place}“{what}”，{date_text(hazard.found_on)}发现，为{level}"
    if hazard.closed_on is not None and hazard.closed_on <= on:
        days = (hazard.closed_on - hazard.found_on).days
        if not days:
            return f"{words}，当天整改，复查合格销号。"
        return f"{words}，{date_text(hazard.closed_on)}复查合格销号，用时{days}天。"
    late = hazard.due_on is not None and hazard.due_on < on
    return f"{words}，截至{date_text(on)}尚未销号{'，已超过期限' if late else ''}。"


def _moved(summary: Summary) -> list[Moved]:
    lines = placed(summary.campaign).values()
    rows = Counter((one.handover_id, one.case_kind) for one in lines)
    lists = {one.handover_id: one.handover for one in lines}
    told = []
    for (pk, kind), number in sorted(rows.items()):
        one = lists[pk]
        who = one.receiver.name + (f"（{one.person.name}）" if one.person else "")
        told.append(Moved(LoopKind(kind).label, number, who, one.state_label))
    return told


def _left(summary: Summary) -> list[tuple[str, int]]:
    known = placed(summary.campaign)
    loops = open_loops(summary.campaign, on=summary.as_of)
    counts = Counter(loop.kind for loop in loops if loop.key not in known)
    return [(kind.label, counts[kind]) for kind in LoopKind if counts[kind]]
