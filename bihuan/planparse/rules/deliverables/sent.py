"""Papers sent in: who sends what to whom, with the time that rules the verb."""

import re
from collections.abc import Iterable
from datetime import date

from bihuan.planparse.actors import actor_in, recipient_in
from bihuan.planparse.frequencies import EACH, period_from
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.deliverables.names import BRACKETS, name_of
from bihuan.planparse.rules.deliverables.rows import papers_in_a_row, papers_made_before
from bihuan.planparse.rules.deliverables.when import When, when_of
from bihuan.planparse.rules.sending import LOOSELY, NOT_SENDING, PAPER, SEND, SENDS
from bihuan.planparse.rules.who import actor_at
from bihuan.planparse.schema import Deliverable, Span

PAST = re.compile(r"(?:已经?|均已|曾|累计|共(?!同)|先后)(?:向[^,。;]{2,16})?(?:[^,。;]{0,4})$")
SINCE = re.compile(r"(?:结束|完成|发生|收到)[^,。;]{0,6}后\d{1,2}个?(?:工作)?日内")
TOLD = re.compile(r"向(?P<who>[^,。;、\n]{2,20}?)报告")  # “向县防指报告水情”
AFTERWARDS = re.compile(rf"{EACH}(?:至少|不少于|报送?)?(?:一|1)[次份期](?=[,。;)]|$)")


def _low(found: Found) -> int:
    """Return where the words of this hand-in begin: after the one before it in the same sentence."""
    plan = found.plan
    start, _ = plan.unit_at(found.start)
    for match in re.finditer(SEND, plan.text[start : found.start]):
        rest = plan.text[start + match.end() : found.start]
        if re.search(r"[,、](?!并报|并上报|报)", rest) and re.search(r"[月日底旬末每]", rest):
            return start + match.end()
    return start


@rule(
    SEND,
    cue=SENDS,
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
    start, end = plan.segment_at(found.start)
    before, after = text[low : found.start], text[found.end : end]
    if re.match(r"(?:于|在)\d", after):  # “本次报送于5月29日” gives a day, nothing to hand in
        return
    if PAST.search(text[start : found.start]) or after.startswith(("了", "的")):
        return
    when = when_of(plan, found.start, low) or _afterwards(found, end, unit_end)
    recipient = _recipient(found, start, end)
    told = TOLD.match(text, found.start, end)
    if told:
        recipient, after = recipient_in(f"向{told['who']}报告"), text[told.end() : end]
    what = name_of(BRACKETS.sub("", before), BRACKETS.sub("", after), text[start : found.start])
    dated = when is not None or _dated_loosely(before, recipient)
    if not dated and not _plain(found, before, after, recipient):
        return
    heading = found.node.heading or ""
    if what == "材料" and re.search(rf"(?:{PAPER})$", heading):
        what = heading
    handed_in = recipient or what != "材料" or re.search(PAPER, before + after) or "将" in before
    if when and when.days and not handed_in:
        return
    actor = actor_in(text[start:end]) if start > unit_start else None
    if actor is None or low == unit_start:  # after another hand-in its own words come first
        actor = actor_in(text[unit_start:unit_end]) or actor or actor_at(plan, start)
    values: dict[str, object] = {
        "actor": actor,
        "recipient": recipient,
        "what": what[-40:] or "材料",
    }
    yield from papers_made_before(found, low, when, values)
    in_a_row = list(papers_in_a_row(found, low, when, values))
    yield from in_a_row
    for due, opens in zip(*_days_of(when, start), strict=True):
        yield plan.make(
            Deliverable,
            plan.trim(when.last if when and in_a_row else opens, end),
            rule=found.rule,
            confidence=found.confidence if when else 0.6,
            due=due,
            recurrence=when.recurrence if when else None,
            **values,
        )


def _days_of(when: When | None, start: int) -> tuple[tuple[date | None, ...], tuple[int, ...]]:
    """Return the due days and, for each, where the words begin that say so."""
    if when is None or not when.days:
        return (None,), (min(when.start, start) if when else start,)
    return when.days, tuple(min(opens, start) for opens in when.starts)


def _afterwards(found: Found, end: int, unit_end: int) -> When | None:
    """Return the period named after the verb: “向县局报告,每季度一次”."""
    plan = found.plan
    follows = AFTERWARDS.match(plan.text, end, unit_end)
    if follows is None:
        return None
    return When(found.start, found.start, recurrence=period_from(follows))


def _dated_loosely(before: str, recipient: str | None) -> bool:
    """Return whether a day is meant that cannot be told: damaged, or counted from an event."""
    damaged = recipient is not None and re.search(r"\d{1,2}月\d{3,}日前", before)
    return bool(damaged or SINCE.search(before))


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
    if recipient is None or LOOSELY.match(found.plan.text, found.start):
        return False
    if re.search(r"[对将][^,]{0,40}的,?$|可以?$|应当?依法", before):
        return False
    if re.match(r"[^,。;]{0,20}(?:备案|批准|审批|同意|审核)?(?:后|的),", after):
        return False
    verb = found.match.group()
    last = before.rsplit(",", 1)
    made = re.search(
        rf"(?:形成|制定|填写|撰写)[^,。;]{{0,24}}(?:{PAPER})[^,。;]{{0,4}}(?:,|,?并|并)+$",
        before,
    )
    sent = re.search(rf"^(?:[^,。;]{{2,24}})(?:{PAPER})", after) and "向" in last[-1]
    moved = re.search(rf"[将把][^,。;]{{0,40}}(?:{PAPER})(?:及时|统一|一并|书面)?$", before)
    return bool(made or sent or moved) and verb != "报告"
