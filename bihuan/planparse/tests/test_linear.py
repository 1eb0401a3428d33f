"""Work grows with length, not with its square: counted in calls, not in seconds."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from bihuan.planparse.explain import explain
from bihuan.planparse.parse import parse_text
from bihuan.planparse.sentences import sentences

GOLDEN = Path(__file__).parent / "golden"
PLAN = (GOLDEN / "small-premises" / "plan.txt").read_text("utf-8")
# Texts without any end of sentence, without any line break, of one word only.
HOSTILE = {
    "a whole plan": PLAN,
    "one endless line": PLAN.replace("\n", "").replace("。", ","),
    "percentages": "整改率达到95%、",
    "duties": "日检查、周调度、月总结",
    "every": "每月检查每季度检查不少于3次",
    "dates": "2026年3月1日至5月底前、",
    "blank dates": "*年*月*日至*年*月*日",
    "openings": "一、目标\n二、任务\n",
    "brackets": "((((《《““一是(一)",
    "sending": "于3月底前将总结报送县应急局,",
    "no stops": "所有企业实现安全达标",
    "spaces": "全 县 工 作 方 案 ",
    "table": "序号\t工作任务\t责任单位\t完成时限\n1\t每月检查2次\t各镇\t6月底前\n"
    + "2\t整改率100%\t各镇\t\n" * 40,
    "quotes alone": "“”“",
    "one character words": "“甲",
    "heads only": "序号\t工作任务\t责任单位\n",
    "bars": "|工作任务|责任单位|\n|---|---|\n|排查|各镇|\n",
    "cells alone": "序号\n检查内容\n检查结果\n1\n通道\n是\n",
    "check lists": "检查要点\n1.查看证照\n2.查看台账\n",
    "pinyin": "安(an)全(quan)",
    "titles": "关于印发\n工作方案\n",
    "scars": "整改率  %,XX家,X月X日,坚 决坚 决,责任12,",
    "site lines": "下载文档 会员\n第1页\n",
}


def _calls(work: Callable[[str], object], text: str) -> int:
    """Return how many Python and C functions ``work`` calls on ``text``, weighed by nothing."""
    counted = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal counted
        if event in ("call", "c_call"):
            counted += 1

    sys.setprofile(count)
    try:
        work(text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_is_at_most_five_times_the_work(name: str) -> None:
    text = HOSTILE[name]
    text *= max(1, 1500 // len(text))
    parse_text(text)  # tables are built once
    assert _calls(parse_text, text * 4) <= 5 * _calls(parse_text, text)


@pytest.mark.parametrize("work", [sentences, explain])
def test_sentences_and_explanations_grow_with_length(work: Callable[[str], object]) -> None:
    work(PLAN)
    assert _calls(work, PLAN * 4) <= 5 * _calls(work, PLAN)


def test_twice_the_plan_gives_twice_the_items() -> None:
    once, twice = parse_text(PLAN), parse_text(f"{PLAN}\n{PLAN}")
    assert sum(len(draft.phases) for draft in twice) == 2 * len(once[0].phases)
    assert sum(len(draft.check_items) for draft in twice) == 2 * len(once[0].check_items)
