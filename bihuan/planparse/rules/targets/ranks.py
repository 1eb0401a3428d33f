"""Targets as places in an order and as doublings: “进入全市前三位”, “翻一番”."""

import re
from collections.abc import Iterable

from bihuan.planparse.metric_keys import suggest_metric
from bihuan.planparse.numerals import read_chinese, read_number
from bihuan.planparse.registry import Found, rule
from bihuan.planparse.rules.targets.aims import is_goal
from bihuan.planparse.rules.targets.goals import deadline_of, goal_quote, measure_start, subject_of
from bihuan.planparse.schema import Span, Target

RANKED = re.compile(
    r"(?:名列|位列|位居|位于|居|列|进入|迈入|跻身|保持在?|稳定在|处于|进|力争|不低于|争取|达到)"
    r"[一-鿿()]{0,6}$"
)
HAS_RANKED = re.compile(
    r"(?:名列|位列|位居|居|列|进入|跻身)了|曾|(?:今年|去年|上年)[^,。;]{0,4}(?:以来|上半年)"
)
BY_RANK = re.compile(r"(?:排名|考核|评比|得分)(?:前|第)")
VERB = re.compile(
    r"(?:稳定|继续|始终|力争|争取|要)?(?:名列|位列|位居|位于|居|列|进入|迈入|跻身|保持|稳定|处于|进|不低于|达到).*$"
)


@rule(
    r"(?P<side>前|第)(?P<number>[一二三四五六七八九十]{1,3}|\d{1,3})(?P<unit>位|名)(?=以内|之内|以上|以前|[,。;、)\n]|$)",
    cue=r"[位名](?=以内|之内|以上|以前|[,。;、)\n]|$)",
    confidence=0.75,
    reads={
        "2026年底前,安全生产综合排名进入全市前三位。": "安全生产综合排名<=3位 @2026-12-31",
        "力争群众满意度排名不低于全省第10名。": "群众满意度排名<=10名",
    },
    leaves=(
        "去年全县综合考核排名全市第三名。",
        "对排名前三名的单位予以表彰。",
        "连续两次排在第一位的,通报表扬。",
        "把安全放在第一位。",
        "2025年,综合考核名列全市前三名,受到表彰。",
    ),
)
def target_in_ranks(found: Found) -> Iterable[Span]:
    """“…排名进入全市前三位” is a target: at most that place."""
    plan, value = found.plan, read_number(found["number"])
    start = measure_start(found, found.start)
    before = plan.text[start : found.start]
    sentence = plan.text[slice(*plan.unit_at(found.start))]
    if not value or not RANKED.search(before) or HAS_RANKED.search(sentence):
        return
    if not is_goal(found) or BY_RANK.search(before[-8:] + found.match.group()):
        return
    if not (
        found.node.kind == "target"
        or re.search("力争|确保|争取|目标|前[,，]|不低于|到20", sentence)
    ):
        return
    metric = subject_of(VERB.sub("", before))
    if len(metric) < len("排名"):
        return
    yield plan.make(
        Target,
        goal_quote(found),
        rule=found.rule,
        confidence=found.confidence,
        subject="",
        metric=metric,
        op="<=",
        value=value,
        unit=found["unit"],
        deadline=deadline_of(found),
        metric_key=suggest_metric(metric),
    )


@rule(
    r"翻(?:了)?(?P<times>[一二两三])?番",
    confidence=0.75,
    reads={
        "到2027年底,持证安全员数量翻一番。": "持证安全员数量·翻番>=100% @2027-12-31",
        "力争社会化服务投入比2025年翻两番。": "社会化服务投入·比2025年翻番>=300%",
    },
    leaves=("五年来投入翻了一番。", "去年收入翻一番。", "落实翻番计划。"),
)
def target_doubled(found: Found) -> Iterable[Span]:
    """“…翻一番” is a rise of 100 %, “翻两番” one of 300 %."""
    plan = found.plan
    start, stop = plan.segment_at(found.start)[0], plan.segment_at(found.end - 1)[1]
    before = plan.text[measure_start(found, found.start) : found.start]
    sentence = plan.text[start : found.end]
    ends = plan.text[found.end : stop].strip(" ,。;:\n以上")
    if "了" in found.match.group() or ends or not is_goal(found):
        return
    if re.search(r"去年(?!底)|年来|已", sentence) and "力争" not in sentence:
        return
    base = re.search(r"[比较](?:去年|上年|20\d\d年)[^,]{0,3}$", before)
    subject = subject_of(before[: base.start()] if base else re.sub("实现$", "", before))
    if not subject:
        return
    many = read_chinese(found["times"]) if found["times"] else 1
    yield plan.make(
        Target,
        goal_quote(found),
        rule=found.rule,
        confidence=found.confidence,
        subject=subject,
        metric=(base.group() if base else "") + "翻番",
        op=">=",
        value=(2.0 ** (many or 1) - 1) * 100,
        unit="%",
        deadline=deadline_of(found),
        metric_key=None,
    )
