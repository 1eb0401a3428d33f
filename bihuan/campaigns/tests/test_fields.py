"""Which data an item may hold, and what is still missing from a plan."""

from __future__ import annotations

from typing import Any

import pytest

from bihuan.campaigns.items import FIELDS, MAIN_FIELD, Counted, clean, missing, obstacles, summary
from bihuan.campaigns.states import ItemKind
from bihuan.kernel.errors import BadInput

TARGET = {"metric": "整改率", "op": ">=", "value": "95", "unit": "%"}
KEYS = ["hazard.closing_rate"]


def test_form_text_becomes_the_contracts_types() -> None:
    data = clean(
        ItemKind.TARGET,
        {**TARGET, "deadline": "2026-06-30", "metric_key": KEYS[0], "subject": " 企业 "},
        metric_keys=KEYS,
    )
    assert data == {
        "subject": "企业", "metric": "整改率", "op": ">=", "value": 95.0, "unit": "%",
        "deadline": "2026-06-30", "metric_key": KEYS[0],
    }  # fmt: skip


# fmt: off
WRONG = [
    (ItemKind.TARGET, {"value": ""},            "目标值：请填写"),
    (ItemKind.TARGET, {"value": "很多"},        "目标值：请填写数字"),
    (ItemKind.TARGET, {"value": "nan"},         "目标值：数值过大"),
    (ItemKind.TARGET, {"value": "101"},         "目标值：比率应在 0 至 100"),
    (ItemKind.TARGET, {"value": "-1"},          "目标值：比率应在 0 至 100"),
    (ItemKind.TARGET, {"op": "!="},             "比较：请从列出的选项中选择"),
    (ItemKind.TARGET, {"deadline": "2026-02-30"}, "截止日期：没有这一天"),
    (ItemKind.TARGET, {"deadline": "0001-01-01"}, "截止日期：年份应在"),
    (ItemKind.TARGET, {"metric": "长" * 301},   "指标：共 301 字"),
    (ItemKind.TARGET, {"metric_key": "x.y"},    "对应指标：系统中没有"),
]
# fmt: on


@pytest.mark.parametrize(("kind", "change", "told"), WRONG)
def test_what_may_not_stand_is_told_by_field(kind: str, change: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        clean(kind, {**TARGET, **change}, metric_keys=KEYS)


def test_a_target_names_its_subject_or_its_metric() -> None:
    with pytest.raises(BadInput, match="指标：请填写对象或指标"):
        clean(ItemKind.TARGET, {**TARGET, "metric": ""}, metric_keys=KEYS)
    data = clean(ItemKind.TARGET, {**TARGET, "metric": "", "subject": "完成提升"}, metric_keys=KEYS)
    assert (data["subject"], data["metric"]) == ("完成提升", "")


def test_growth_may_exceed_the_whole() -> None:
    data = clean(
        ItemKind.TARGET, {**TARGET, "metric": "培训人数增长", "value": "120"}, metric_keys=KEYS
    )
    assert data["value"] == 120


@pytest.mark.parametrize("count", ["0", "367", "1.5", "-2", "三"])
def test_a_duty_is_done_a_whole_number_of_times(count: str) -> None:
    duty = {"action": "带队检查", "count": count, "period": "month"}
    with pytest.raises(BadInput, match="次数：请填写 1 至 366 的整数"):
        clean(ItemKind.DUTY, duty, metric_keys=KEYS)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(BadInput) as wrong:
        clean(ItemKind.TARGET, {}, metric_keys=KEYS)
    assert [one.where for one in wrong.value.problems] == ["比较", "目标值", "单位"]


def test_every_kind_has_fields_a_main_field_and_a_line() -> None:
    for kind in ItemKind:
        names = {field.name for field in FIELDS[kind]}
        assert MAIN_FIELD[kind] in names
        assert "示例" in summary(kind, {MAIN_FIELD[kind]: "示例"})


@pytest.mark.parametrize(
    ("kind", "data", "line"),
    [
        (ItemKind.TARGET, {**TARGET, "deadline": "2026-06-30"}, "整改率 ≥ 95%　截止 2026-06-30"),
        (ItemKind.PHASE, {"name": "自查", "start": None, "end": "2026-07-31"},
         "自查　未定 至 2026-07-31"),
        (ItemKind.PHASE, {"name": "自查"}, "自查　日期未定"),
        (ItemKind.DUTY, {"actor": "镇领导", "action": "带队检查", "count": 3, "period": "month"},
         "镇领导　带队检查　每月 3 次"),
        (ItemKind.DELIVERABLE, {"what": "总结", "recipient": "镇安全办", "due": "2026-11-20"},
         "总结　报 镇安全办　截止 2026-11-20"),
        (ItemKind.SCOPE, {"text": "涉氨企业", "category": "industry_trade"}, "涉氨企业　工贸"),
    ],
)  # fmt: skip
def test_an_item_reads_in_one_line(kind: str, data: dict[str, Any], line: str) -> None:
    assert summary(kind, data) == line


def test_what_a_plan_lacks_is_named_and_rejected_items_do_not_count() -> None:
    phase = Counted(ItemKind.PHASE, {"name": "一", "start": None, "end": None})
    rejected = Counted(ItemKind.TARGET, {}, pending=False, stands=False)
    assert missing([phase, rejected])[:2] == ["阶段的起止日期", "目标"]
    dated = Counted(ItemKind.PHASE, {"name": "一", "end": "2026-06-01"})
    assert "阶段的起止日期" not in missing([phase, dated])


def test_only_kinds_that_a_campaign_runs_on_hold_up_its_launch() -> None:
    items = [
        Counted(ItemKind.TASK, {}),
        Counted(ItemKind.LEGAL_REF, {}),
        Counted(ItemKind.PHASE, {}),
        Counted(ItemKind.ANOMALY, {}),
        Counted(ItemKind.SCOPE, {}, pending=False),
    ]
    assert obstacles(items) == ["疑点 1 项", "阶段 1 项"]
    assert obstacles(items[:2]) == []
