"""What is private is told from what merely names the offence, the drug or the device."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.packs.loading import all_packs, pack_by
from bihuan.packs.rules import is_private, private_matters
from bihuan.planparse.personal import is_personal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("李某怀孕三个月，未登记", "个人孕产情况"),
        ("孕 12 周来做检查", "个人孕产情况"),
        ("登记辖区育龄妇女", "个人孕产情况"),
        ("其末次月经为6月1日", "个人孕产情况"),
        ("B超结果为男胎", "个人孕产情况"),
        ("调阅病历二十份", "病历和患者情况"),
        ("患者王某", "病历和患者情况"),
        ("彩超单未归档", "病历和患者情况"),
        ("身份证11010519900307123X", "身份证号"),
        ("证号１１０１０５１９９００３０７１２３ｘ", "身份证号"),
        ("110105900307123", "身份证号"),
        ("110105 19900307 123X", "身份证号"),
    ],
)
def test_private_matters_are_found(text: str, kind: str) -> None:
    assert private_matters([text])[0] == kind


@pytest.mark.parametrize(
    "text",
    [
        "终止妊娠药品购进票据与台账不符",
        "零售药店违规销售终止妊娠药物",
        "超声诊断仪未逐台登记",
        "未张贴禁止非医学需要的胎儿性别鉴定警示标识",
        "未建立禁止选择性别的人工终止妊娠的工作制度",
        "母婴保健技术服务许可未公示",
        "不得收集患者姓名和病历",
        "统一社会信用代码 91990121MA0000001X",
        "罚款110105元，编号20260307123",
        "",
    ],
)
def test_institutions_drugs_and_devices_stay_sayable(text: str) -> None:
    assert not is_private(text)


def test_each_kind_is_named_once() -> None:
    assert private_matters(["怀孕", "孕妇", "病历"]) == ["个人孕产情况", "病历和患者情况"]


@given(st.text())
def test_any_text_gets_an_answer_and_more_of_it_hides_nothing(text: str) -> None:
    assert is_private(f"{text}。怀孕三个月")


def test_no_row_paper_or_target_of_any_pack_is_about_a_person() -> None:
    for pack in all_packs().values():
        told = [one.asked for one in pack.rows]
        told += [paper.name for paper in pack.papers] + [goal.name for goal in pack.targets]
        told += [category.name for category in pack.scope]
        assert private_matters(told) == [], pack.code


def test_the_institution_pack_asks_nothing_the_parser_would_call_personal() -> None:
    assert not any(is_personal(row.text) for row in pack_by("two_bans").rows)
