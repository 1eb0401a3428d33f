"""What follows “每…” and is no duty: shares, amounts, states, the past, a day of the year."""

import re

from bihuan.planparse.frequencies import EVERY, times_in
from bihuan.planparse.registry import Found

NO_DUTY = re.compile(
    r"^(?:的|均|都)?(?:[一-鿿]{0,8}?(?:排查出|发现|查出)的|[^,。;]{0,14}(?:率|比例)(?:达|不低|要|应)|24小时|以来|度的|度(?:计划|工作计划|目标|考核指标)|[一二三四五六七八九十]月|递增|增长|下降|减少|提高|平均|新增|安排[^,。;]{0,12}(?:资金|经费|预算)|不得)"
    # An amount of things made is a target, not work done so many times.
    r"|^[^,。;次]{0,16}?(?:培训|培育|培养|新增|新建|建设|改造|完成|评选|创建|打造|支持|引进|投入|选派|选树|发展|推广|治理|种植|造林|建成|整治)[^,。;次]{0,16}?\d[\d.]*(?:万|余|多|亿|千|百)*(?:人次|人|名|元|亩|公顷|吨|公里|户|家|个|座|条|项|处|%|批)"
    r"|^[^,。;]{0,12}为[^,。;]{0,14}(?:月|周|日|期|课|时段|时间|重点)(?=[,。;]|$)"
    r"|^[^,。;]{0,10}(?:工作时间|上班时间|营业时间|补助|补贴|工资|津贴)"
)
DAY = re.compile(r"[\d末初底][日前度]?")
STATE = re.compile(r"的|家|人|个(?!别)|名|户|亩|吨|台|位|辆|艘|所|座|处|条|项|起|案|次(?=[一-鿿])")
PAST = re.compile(r"近(?:年|几年|[一两三四五]年)|以来|去年|上年|往年|历年|平均$")


def is_no_duty(found: Found, after: str) -> bool:
    """Return whether “每…” with the words ``after`` it asks for nothing to be done again and again."""
    plan, text = found.plan, found.plan.text
    if found.node.kind == "out_of_scope_personal" or plan.in_title_marks(found.start):
        return True
    counted = times_in(after)
    if NO_DUTY.match(after) or (STATE.match(after) and not (after[0] == "的" and counted)):
        return True
    if PAST.search(text, plan.segment_at(found.start)[0], found.start):
        return True
    if text[found.start - 1 : found.start] in ("对", "将", "把") and not counted:
        return True  # “对每天检查情况进行汇总”
    if text[found.start - 1 : found.start] in ("为", "是", ":") and DAY.match(after):
        return True  # “报送时间为每月6日前” says when, not what
    # “每年的3月至12月每月…”: the narrower period says how often.
    return bool(re.match(r"的?\d", after) and EVERY.search(after))
