"""Duties with 每: every year, half-year, quarter, month, week, day."""

import re
from collections.abc import Iterable

from bihuan.planparse.actors import actor_in
from bihuan.planparse.frequencies import EACH, EVERY, TIMES, months_after, period_of, times_in
from bihuan.planparse.personal import is_personal
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.duties.acts import ACTS, LONGEST, SHORT_ACTS, without_count
from bihuan.planparse.rules.duties.leaving import NO_DUTY, is_no_duty
from bihuan.planparse.rules.sending import sends
from bihuan.planparse.rules.who import actor_over
from bihuan.planparse.schema import RecurringDuty, Span

OBJECT = re.compile(r"(?:(?![应要须将于])[一-鿿]){2,10}")
WEEKDAYS = re.compile(
    r"[一二三四五六日天](?:(?:、|和|及)(?:每?(?:周|星期))?[一二三四五六日天](?![一-鿿]?次))*(?=[上下晚夜早,至]|[一-鿿]{2}|、)(?!一?[一-鿿]{2}[、。])(?:晚上|晚间|晚|上午|下午)?"
)
ON_WHAT = re.compile(r"(?P<what>对[^,。;:]{2,24}),")
SYSTEM = re.compile(r"^.*(?:落实|建立|执行|推行|实行|坚持|做到|健全|完善)(?=[一-鿿]{2})")
DONE = re.compile(
    rf"(?:应急|消防|综合|专项|安全|监督|巡回)*(?:{SHORT_ACTS}|演练|巡[查检护山线坝河湖林逻防]|会议)"
)
NAMED = re.compile(r"(?:(?![应要须每的])[一-鿿]){4,16}")
MEETING = re.compile(r"[一-鿿]{2}(?:会|课|日活动)$")
# “每月开展一次自查并报送结果”: what is done before what is sent.
DONE_FIRST = re.compile(
    r"(?P<done>[^,。;将把]{2,40}?),?(?:并|后)(?:将|把|于|及时|按|向|书面|报|上报|填报)"
)


def _action(text: str) -> str:
    bare = re.sub(
        r"^[,、 ]*(?:末|初|底|中旬|度)?(?:(?:\d{1,2}月(?:底|末|份)?[、和及]?)*各?)(?:\d{1,2}[日号])?(?:之前|以前|前(?![一-鿿]?期))?(?:要|应|至少|不少于|必须|应当)*",
        "",
        text,
    )
    once = re.match(r"一([一-鿿]{2})(?=、|$)", bare)
    if once:
        return once.group(1)
    bare = re.split(r"[。;!?\n]|、(?=每)", bare)[0]
    return bare.strip(" ,:、)")[:LONGEST]


@rule(
    EACH,
    confidence=0.9,
    reads={
        "企业每半年至少组织1次应急演练。": "企业:组织应急演练 1/half_year",
        "社区书记带队走访每月不少于3次。": "社区书记:带队走访 3/month",
        "每天安排保安进行夜间巡查。": "安排保安进行夜间巡查 1/day",
        "各部门每年分期分批开办培训班。": "各部门:分期分批开办培训班 1/year",
        "每季度召开一次联席会议。": "召开联席会议 1/quarter",
        "每月30日在厂门口张贴排查结果。": "在厂门口张贴排查结果 1/month",
        "重点企业每月检查不少于2次,一般企业每季度检查不少于1次。": (
            "重点企业:检查 2/month",
            "一般企业:检查 1/quarter",
        ),
        "每3个月开展一次评估。": "开展评估 1/quarter",
        "企业主要负责人每月、车间每周、班组每天开展隐患排查。": (
            "企业主要负责人:开展隐患排查 1/month",
            "车间:开展隐患排查 1/week",
            "班组:开展隐患排查 1/day",
        ),
        "高危企业每半年组织一次演练,其他企业每年至少一次。": (
            "高危企业:组织演练 1/half_year",
            "其他企业:演练 1/year",
        ),
        "是否每半年至少组织一次演练。": "组织演练 1/half_year",
        "镇安全办检查人员每月至少开展4次现场检查。": "镇安全办检查人员:开展现场检查 4/month",
        "县安委办主任每季度至少开展1次带队督导。": "县安委办主任:开展带队督导 1/quarter",
        "落实一线岗位每班检查一次、班组每周检查一次的制度。": (
            "一线岗位:检查 1/other",
            "班组:检查 1/week",
        ),
        "流动治超每月不少于8次。": "流动治超 8/month",
        "每月一次调度、每季一次通报。": ("调度 1/month", "通报 1/quarter"),
    },
    leaves=(
        "每年排查出的隐患整改率达到85%。",
        "实行每天24小时值班电话畅通制度。",
        "对每一个环节进行检查。",
        "各县每季度末向市局报送一次工作进展情况。",
        "每月的工作重点另行通知。",
        "积尘是否每班清理。",
    ),
)
def duty_every(found: Found) -> Iterable[Span]:
    """“每（年、半年、季度、月、周、日）…N次” is a duty; what is sent in again and again is a return."""
    plan, text = found.plan, found.plan.text
    start, end, after = _reach(found)
    if is_no_duty(found, after) or is_personal(text[start:end]):
        return
    weekdays = WEEKDAYS.match(after) if found["period"] in ("周", "星期") else None
    after = after[weekdays.end() :].lstrip(",") if weekdays else after
    before = SYSTEM.sub("", text[start : found.start])
    if "是否" in text[start:end] and not times_in(after):
        return  # a state of things to look at, not work that somebody does so many times
    if sends(text[start:end]):
        first = DONE_FIRST.match(after)
        if first is None or sends(before + first["done"]) or not ACTS.search(first["done"]):
            return
        end, after = found.end + first.end("done"), first["done"]
    counted = times_in(after)
    acts = ACTS.search(after) or (
        counted and re.search("[一-鿿]{2}", TIMES.sub("", _action(after)))
    )
    told = _told_after(found, start, before, after) if acts else _told_before(found, start, before)
    if told is None or not (acts or counted):
        return
    action, actor = told
    days = len(re.findall("[一二三四五六日天]", weekdays.group())) if weekdays else 1
    yield plan.make(
        RecurringDuty,
        plan.trim(start, end),
        rule=found.rule,
        confidence=found.confidence,
        actor=actor or _other_actor(found, before),
        action=without_count(re.sub("^(?:需要?|的|要|应|须)+", "", action or _action(after))),
        count=(counted or days) * max(months_after(found.match), 1),
        period=period_of(found["period"], found["times"]),
    )


def _told_after(found: Found, start: int, before: str, after: str) -> tuple[str, str | None]:
    """Return what is done and by whom where the words after “每…” say it."""
    unit, _ = found.plan.unit_at(found.start)
    action, actor = _action(after), actor_in(f"{before}每") if before.strip() else None
    if not before.strip() and start > unit:
        actor = _nearest_actor(found, unit, start)
    lead = ON_WHAT.fullmatch(found.plan.text, unit, found.start)
    if lead and actor is None:
        action = lead.group("what") + action
    elif actor is None and OBJECT.fullmatch(before.strip()):
        action = before.strip().removeprefix("其中") + action
    return action, actor


def _told_before(found: Found, start: int, before: str) -> tuple[str, str | None] | None:
    """Return what is done and by whom where it stands before “每…N次”, None if nothing does."""
    plan, text = found.plan, found.plan.text
    unit, _ = plan.unit_at(found.start)
    sentence, _ = plan.sentence_at(found.start)
    own = ACTS.search(before) or MEETING.search(before)
    done = before if own else _done_before(text[sentence:start])
    lead = ON_WHAT.fullmatch(text, unit, found.start)
    done = lead.group("what") + done if lead and done else done
    if not done and start > unit:
        done = text[slice(*plan.segment_at(start - 1))].strip(" ,")
        done = done if ACTS.search(done) and not sends(done) else ""
    if not done and NAMED.fullmatch(before.strip()):
        done = before.strip()  # “流动治超每月不少于8次”
    if not done:
        return None
    action = re.sub(r"(?:次数|频次)?$", "", done).strip(" ,")
    actor = actor_in(f"{before}每") or actor_in(before)
    if actor is None and not ACTS.search(before):
        actor = _nearest_actor(found, unit, start)
    return (action[len(actor) :] if actor and action.startswith(actor) else action), actor


def _reach(found: Found) -> tuple[int, int, str]:
    """Return where the words of this duty start and end, and those after “每…”.

    Its comma segment, but one member of a list, and inside or outside brackets that hold
    a frequency of their own; the next segment too where this one holds no act.
    """
    plan, text = found.plan, found.plan.text
    start, end = _member(found, *plan.segment_at(found.start))
    _, unit_end = plan.unit_at(found.start)
    after = text[found.end : end]
    if end < len(text) and text[end] == "、" and not ACTS.search(after):
        return start, end, _shared_action(found, end)
    day_lead = re.fullmatch(r"(?:度)?(?:末|初|底|\d{1,2}[日号])?(?:之?前|以前)?,", after)
    bare = not ACTS.search(after) and not times_in(after) and len(after) <= 6  # noqa: PLR2004
    if end < unit_end and (day_lead or bare) and not NO_DUTY.match(after):
        end = plan.segment_at(end)[1] if end < len(text) else end
    opened = text.rfind("(", start, found.start)
    if opened >= 0 and ")" not in text[opened : found.start]:
        start = opened + 1
    inner = text.find("(", found.end, end)
    if inner >= 0 and EVERY.search(text, inner, end):
        end = inner
    return start, end, text[found.end : end]


def _nearest_actor(found: Found, start: int, end: int) -> str | None:
    """Return the body named last before a segment that names none."""
    pieces = list(found.plan.pieces(start, end, by="segment"))
    named = (actor_in(found.plan.text[low:high]) for low, high in reversed(pieces))
    return next((actor for actor in named if actor), None)


def _other_actor(found: Found, before: str) -> str | None:
    """Return who acts where the sentence does not begin with it: after a bracket, around it."""
    named = actor_in(f"{before.rsplit(')', 1)[-1]}每")
    return named or actor_over(found.plan, found.start)


def _done_before(text: str) -> str:
    """Return what an earlier member of the sentence does, for “其他企业每年至少一次”."""
    found = list(DONE.finditer(text))
    return found[-1].group() if found else ""


def _member(found: Found, start: int, end: int) -> tuple[int, int]:
    """Return one member of “甲每月、乙每周…”: from “、” to “、” where another “每” follows or went before."""
    text = found.plan.text
    before = text.rfind("、", start, found.start)
    if before >= 0 and EVERY.search(text, start, before):
        start = before + 1
    after = text.find("、", found.end, end)
    follows = after >= 0 and EVERY.search(text, after + 1, min(end, after + 14))
    return start, after if follows else end


def _shared_action(found: Found, at: int) -> str:
    """Return what all members of such a list do: the words after the last “每…”."""
    text = found.plan.text
    end = found.plan.segment_at(found.start)[1]
    last = list(EVERY.finditer(text, at, end))
    return text[last[-1].end() : end] if last else ""
