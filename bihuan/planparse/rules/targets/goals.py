"""What is told of an amount that is a goal: its quote, whose it is, until when."""

import re
from datetime import date

from bihuan.planparse.context import Plan
from bihuan.planparse.dates import Time
from bihuan.planparse.quantities import UNITS
from bihuan.planparse.registry import Found

REACH = r"不得(?:少于|低于|小于|超过|高于|多于)|压缩[到至]|缩短[到至]|达到了?|到达|达|不低于|不少于|不小于|至少|超过|高于|突破|控制在|不超过|不高于|降到|下降到|降至|提高到|提升到|提升至|提高至|上升到|实现|完成|为|稳定在|保持在|维持在|扩大到"
LEAD = re.compile(
    r"^(?:(?:[一二三四五两\d]年内使?|即|同时|其中|并且|并|且|做到|确保|力争|保证|努力|要|使(?!用)|对|到|每年的|实现|务必|争取|推动|\d+[.、]|[一二三四五六七八九十]是|\d+日内)[,:]?)+(?=[^,。]{2})"
)
REACH_END = re.compile(rf"(?:{REACH}|力争|要|应|须|均|总体|分别|确保|保证|有|在|:|,|能|占)+$")
FIVE_YEARS = re.compile(r"“十(?P<which>[一二三四五六])五”(?:规划)?(?:期?末|期间|时期)")
LISTED = re.compile(
    rf"(?:\d%|\d[万亿]?(?:{UNITS}))(?:以上|以下|左右|以内)?[一-鿿]{{0,8}}?[、和](?=[^、\d]{{2}})"
)
LONGEST = 46
LOOK_BACK = 1200  # how far above a goal the date that opens its paragraph may stand


def deadline_of(found: Found, *, before: str = "") -> date | None:
    """Return the day a goal is due: from its own sentence, else from the date its paragraph opens with.

    ``before`` names a group of the match to look in front of, where that is not the match itself.
    """
    plan = found.plan
    at = found.match.start(before) if before else found.start
    start, _ = plan.unit_at(found.start)
    paragraph = max(plan.paragraph_at(found.start)[0], found.node.start, found.start - LOOK_BACK)
    for low in (start, paragraph):
        for time in reversed(plan.times_in(low, at)):
            if _is_deadline(plan, time, low, inherited=low < start):
                return plan.last_day(time)
        five = list(FIVE_YEARS.finditer(plan.text, low, at))
        if five:
            return date(2005 + 5 * "一二三四五六".index(five[-1]["which"]) + 5, 12, 31)
    return None


def _is_deadline(plan: Plan, time: Time, low: int, *, inherited: bool) -> bool:
    before = plan.text[max(0, time.start - 1) : time.start]
    if plan.in_quotes(time.start) or before in ("比", "较", "从", "每") or time.kind == "from":
        return False
    sentence, _ = plan.sentence_at(time.start)
    segment, _ = plan.segment_at(time.start)
    led = before in ("到", "至", "") or time.start <= max(low, segment) + 2
    if inherited:
        return before in ("到", "至") or time.start <= sentence + 2
    return time.kind in ("by", "range") or bool(time.last.part) or led


def measure_start(found: Found, start: int) -> int:
    """Return where the comma segment around ``start`` begins, without its leading date."""
    segment, _ = found.plan.segment_at(start)
    for time in found.plan.times_in(segment, start):
        if time.start <= segment + 2:
            segment = time.end
    listed = list(LISTED.finditer(found.plan.text, segment, start))
    return listed[-1].end() if listed else segment


def goal_quote(found: Found) -> tuple[int, int]:
    """Return the words of a goal: its comma segment, from a leading date on if one stands before."""
    plan = found.plan
    start, _ = plan.segment_at(found.start)
    _, end = plan.segment_at(found.end - 1)
    unit, _ = plan.unit_at(found.start)
    lead = [time for time in plan.times_in(unit, start) if time.start <= unit + 2]
    if lead and start - lead[-1].end <= 2 and start > unit:  # noqa: PLR2004 - the comma
        start = unit
    return plan.trim(start, end)


def subject_of(text: str) -> str:
    """Return whose goal it is, from the words before what is measured."""
    bare = LEAD.sub("", text.strip(" ,:、。;\n")).strip(" ,:、")
    if bare.count("“") != bare.count("”"):
        bare = bare.strip("“”")
    bare = REACH_END.sub("", bare).replace("全年", "")
    bare = re.sub(r"^.{0,20}(?:要|应|须)(?:保证|确保|力争)(?=[一-鿿]{2})", "", bare)
    return re.sub(r"^.*(?:\)|:)(?=[一-鿿]{4})", "", bare)[-LONGEST:]
