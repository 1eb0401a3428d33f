"""报送材料: what goes to whom, until when or how often."""

import re
from collections.abc import Iterable
from datetime import date

from bihuan.planparse.actors import actor_in, actor_of_heading, recipient_in
from bihuan.planparse.dates import Time
from bihuan.planparse.frequencies import EACH, period_of
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.sending import NOT_SENDING, PAPER, SEND
from bihuan.planparse.schema import Deliverable, Period, Span

EVERY = re.compile(EACH)
# “于每季度末月20日前,将数据录入系统,并将小结发送至…”: the day rules every verb after it.
SET_DAY = re.compile(rf"(?:于|在){EACH}[^,。;]{{0,12}}(?:前|底|末|初|日),")
AFTER_PERIODS: dict[str, Period] = {
    "次月": "month",
    "下月": "month",
    "月后": "month",
    "季后": "quarter",
    "季末": "quarter",
    "下季": "quarter",
    "周后": "week",
}
WHAT = re.compile(
    rf"(?:将|把|对|形成|制定|填写|报送|上报|提交|报|一次|经)?(?P<what>[一-鿿“”《》、和及()\w]{{0,30}}?(?:{PAPER}))"
)
OBJECT = re.compile(
    rf"(?:将|把)(?P<what>[^,。;]{{2,50}}?(?:{PAPER})?)(?:及时|分别|书面|统一|一并|,|于|按时|报(?!告|表)|上报|发送|提交|反馈|汇总|通过|以|\(|$)"
)
MADE = re.compile(
    rf"(?:形成|制定|撰写|编制|填写|完成(?!情况|进度|进展)|做好)(?P<what>[^,。;]{{0,24}}?(?:{PAPER}){{1,3}})"
)
AFTER_VERB = re.compile(
    rf"(?:一次|至[^,。;]{{2,16}}|给[^,。;]{{2,16}})?(?P<what>[^,。;\n]{{0,30}}(?:{PAPER}))"
)


def _due(found: Found, low: int) -> tuple[Time | None, date | None]:
    """Return the deadline that stands before the verb in its own sentence."""
    plan = found.plan
    times = [
        time for time in plan.times_in(low, found.start) if not plan.in_title_marks(time.start)
    ]
    segment, _ = plan.segment_at(found.start)
    for time in reversed(times):
        led = plan.text[max(0, time.start - 1) : time.start]
        fine = bool(time.last.day or time.last.part)
        opens = segment <= time.start <= segment + 2
        if time.kind == "by" or (
            time.kind in ("on", "range") and fine and (led in ("于", "在") or opens)
        ):
            if time.blank:
                return time, None
            return time, plan.last_day(time)
    return None, None


def _recurrence(found: Found, low: int) -> Period | None:
    """Return how often something is sent: “每…” in the verb's segment, or leading up to it."""
    plan = found.plan
    start, _ = plan.segment_at(found.start)
    segment = plan.text[max(start, low) : found.start]
    every = list(EVERY.finditer(segment))
    match = every[-1] if every else None
    if match is None and start > low:
        previous, _ = plan.segment_at(start - 1)
        lead = plan.text[max(previous, low) : start]
        match = EVERY.search(lead)
        if match and not re.fullmatch(
            r"[\d一二三四五六日号末初底度首个第月周至:时点上下午工作最后的-]{0,12}(?:之?前|以前)?,?",
            lead[match.end() :],
        ):
            match = None
    if match is None:
        match = SET_DAY.search(plan.text[low : found.start])
    if match is not None:
        return period_of(match.group("period"), match.group("times") or "")
    after_period = re.search(
        r"(?:次月|下月|月后|季后|季末后|下季度首月|周后)[^,。;]{0,8}前$", segment
    )
    return AFTER_PERIODS[after_period.group()[0:2]] if after_period else None


def _low(found: Found) -> int:
    """Return where the words of this hand-in begin: after the one before it in the same sentence."""
    plan = found.plan
    start, _ = plan.unit_at(found.start)
    for match in re.finditer(SEND, plan.text[start : found.start]):
        rest = plan.text[start + match.end() : found.start]
        if re.search(r"[,、](?!并报|并上报|报)", rest) and re.search(r"[月日底旬末每]", rest):
            return start + match.end()
    return start


def _what(before: str, after: str) -> str:
    objects = list(OBJECT.finditer(before))
    if objects:
        return objects[-1].group("what")
    made = list(MADE.finditer(before))
    if made and not re.match(r"[一-鿿]{0,10}《", after):
        return made[-1].group("what")
    follows = AFTER_VERB.match(after)
    if follows and follows.group("what"):
        what = follows.group("what")
        return (
            re.sub(
                r"^(?:上级|[一-鿿]{2,10}?(?:局|办公室|办|委|政府|领导小组))(?=[一-鿿]{2})", "", what
            )
            or what
        )
    earlier = list(WHAT.finditer(before))
    return earlier[-1].group("what") if earlier else "材料"


@rule(
    SEND,
    confidence=0.9,
    reads={
        "各镇形成自查报告,于8月12日前报县应急局。": "各镇→县应急局:自查报告 2026-08-12",
        "9月15日前,将汛期巡查总结报送区专班办公室。": "?→区专班办公室:汛期巡查总结 2026-09-15",
        "各县每季度末要向市安监局报送一次工作进展情况,每月报送一次工作信息。": (
            "各县→市安监局:工作进展情况 quarter",
            "各县→?:工作信息 month",
        ),
        "各企业每月25日前将自查情况报送镇应急办。": "各企业→镇应急办:自查情况 month",
        "各街道每周向县专班报送进展。": "各街道→县专班:进展 week",
        "分别于2026年6月20日前和年10月底前向市农业局上报总结材料。": (
            "?→市农业局:总结材料 2026-06-20",
            "?→市农业局:总结材料 ?",
        ),
        "镇安全办于10月6日前形成自查报告,于12月20日前形成工作总结,报县安委办。": (
            "镇安全办→县安委办:自查报告 2026-10-06",
            "镇安全办→县安委办:工作总结 2026-12-20",
        ),
        "月报于次月3日前报送市农业局。": "?→市农业局:月报 month",
        "制定年度工作方案,并上报县局。": "?→县局:年度工作方案 ?",
    },
    leaves=(
        "做好信息收集、汇总和上报工作。",
        "仍不合格的,报请县局吊销其证照。",
        "将上报市安委会列入督办。",
        "7月底前完成部署,向社会公布举报电话。",
        "指导商户逐项自查,并提交自查结果。",
        "对瞒报事故的从严处罚。",
    ),
)
def deliverable_sent(found: Found) -> Iterable[Span]:
    """“于…前将…报送…”: a return due once, or again and again; undated only with paper and recipient."""
    plan, text = found.plan, found.plan.text
    if NOT_SENDING.match(text, max(0, found.start - 1)) or NOT_SENDING.match(text, found.start):
        return
    if plan.in_title_marks(found.start) or (
        found.node.kind == "check" and "是否" in text[slice(*plan.unit_at(found.start))]
    ):
        return
    low = _low(found)
    unit_start, unit_end = plan.unit_at(found.start)
    time, due = _due(found, low)
    recurrence = _recurrence(found, low)
    if recurrence and time and time.start < plan.segment_at(found.start)[0]:
        time, due = None, None
    start, end = plan.segment_at(found.start)
    before, after = text[low : found.start], text[found.end : end]
    recipient = _recipient(found, start, end)
    what = _what(before, after).strip("“”、,( ").replace("《", "").replace("》", "")
    what = re.sub(r"(?:加盖公章|签字盖章|盖章|审核|汇总|审签)后?$", "", what) or what
    damaged = recipient is not None and re.search(r"\d{1,2}月\d{3,}日前", before) is not None
    relative = re.search(r"(?:结束|完成|发生|收到)[^,。;]{0,6}后\d{1,2}个?(?:工作)?日内", before)
    dated = time is not None or recurrence is not None or damaged or relative is not None
    if not dated and not _plain(found, before, after, recipient):
        return
    heading = found.node.heading or ""
    if what == "材料" and re.search(rf"(?:{PAPER})$", heading):
        what = heading
    handed_in = recipient or what != "材料" or re.search(PAPER, before + after) or "将" in before
    if time and not recurrence and not handed_in:
        return
    quote_start = min(time.start if time else start, start)
    actor = actor_in(text[unit_start:unit_end]) or (
        actor_in(text[start:end]) if start > unit_start else None
    )
    actor = actor or actor_of_heading(plan.heading_over(found.start))
    values: dict[str, object] = {
        "actor": actor,
        "recipient": recipient,
        "what": what[-40:] or "材料",
    }
    if recurrence:
        due = None
    yield from _earlier_papers(found, low, time, values)
    for day, quote in _days(found, time, due, (quote_start, end)):
        yield plan.make(
            Deliverable,
            plan.trim(*quote),
            rule=found.rule,
            confidence=found.confidence if time or recurrence else 0.6,
            due=day,
            recurrence=recurrence,
            **values,
        )


def _earlier_papers(
    found: Found, low: int, own: Time | None, values: dict[str, object]
) -> Iterable[Deliverable]:
    """Yield the papers that “于…前形成甲，于…前形成乙，报丙” names before the last, each with its day."""
    plan = found.plan
    segments = list(plan.pieces(low, plan.segment_at(found.start)[0], by="segment"))
    for start, end in segments:
        words = plan.text[start:end]
        made = MADE.search(words)
        days = [time for time in plan.times_in(start, end) if time.kind == "by" and not time.blank]
        if made is None or not days or (own and start <= own.start < end) or re.search(SEND, words):
            continue
        yield plan.make(
            Deliverable,
            plan.trim(start, end),
            rule=found.rule,
            confidence=found.confidence - 0.1,
            due=plan.last_day(days[-1]),
            recurrence=None,
            **{**values, "what": made.group("what")},
        )


def _days(
    found: Found, time: Time | None, due: date | None, quote: tuple[int, int]
) -> Iterable[tuple[date | None, tuple[int, int]]]:
    """Yield a due day each for “分别于…前和…前”, else the one there is."""
    plan = found.plan
    low = plan.unit_at(found.start)[0]
    if time and "分别" in plan.text[max(low, quote[0] - 30) : found.start]:
        each_day = [
            each
            for each in plan.times_in(low, found.start)
            if each.kind == "by" or plan.text[each.end : each.end + 1] in ("和", "、", "及")
        ]
        for each in each_day:
            yield None if each.blank else plan.last_day(each), (each.start, quote[1])
        if each_day:
            return
    if time:
        earlier = plan.times_in(quote[0] - 12, time.start)
        if earlier and plan.text[earlier[-1].end : time.start] in ("、", "和"):
            yield plan.last_day(earlier[-1]), (earlier[-1].start, quote[1])
    yield due, quote


def _recipient(found: Found, start: int, end: int) -> str | None:
    text = found.plan.text
    after = text[found.start : end]
    named = recipient_in(after)
    if named is None:
        low = max(start, text.rfind("向", start, found.start))
        named = recipient_in(text[low : found.start])
    return named


def _plain(found: Found, before: str, after: str, recipient: str | None) -> bool:
    """Return whether an undated hand-in is still one: paper, verb and a named recipient."""
    if recipient is None or re.search(r"[对将][^,]{0,40}的,?$|可以?$|应当?依法", before):
        return False
    if re.match(r"[^,。;]{0,20}(?:备案|批准|审批|同意|审核)?(?:后|的)[,,]", after):
        return False
    verb = found.match.group()
    last = before.rsplit(",", 1)
    made = re.search(
        rf"(?:形成|制定|填写|撰写)[^,。;]{{0,24}}(?:{PAPER})[^,。;]{{0,4}}(?:,|,?并|并)+$",
        before + "",
    )
    sent = re.search(rf"^(?:[^,。;]{{2,24}})(?:{PAPER})", after) and "向" in last[-1]
    moved = re.search(rf"[将把][^,。;]{{0,40}}(?:{PAPER})(?:及时|统一|一并|书面)?$", before)
    return bool(made or sent or moved) and verb != "报告"
