"""Titles, numbers and what a citation means on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.regulations.builtin import builtin
from bihuan.regulations.rules import (
    Edition,
    base_title,
    normal_number,
    normal_title,
    number_fault,
    resolve,
)
from bihuan.regulations.states import Standing

NEW = Edition(2, "大中型企业安全生产标准化管理体系要求", "GB/T 33000-2025", date(2025, 10, 31))
OLD = Edition(1, "企业安全生产标准化基本规范", "GB/T 33000-2016", date(2017, 4, 1), replaced_by=NEW)
LAW = Edition(3, "中华人民共和国安全生产法", "", date(2021, 9, 1), earlier=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("《安全生产法》", "中华人民共和国安全生产法"),
        ("金属冶炼目录(2015版)", "《金属冶炼目录（２０１５版）》"),
        ("食品安全国家标准 包装饮用水", "食品安全国家标准包装饮用水"),
    ],
)
def test_titles_that_are_the_same(one: str, other: str) -> None:
    assert normal_title(one) == normal_title(other)


def test_an_edition_at_the_end_of_a_title_is_set_aside() -> None:
    assert base_title("金属冶炼目录（2015版）") == "金属冶炼目录"
    assert base_title("判定标准（试行）") == "判定标准"
    assert base_title("中华人民共和国") == "中华人民共和国"


@given(st.text(max_size=40))
def test_forms_are_settled_after_one_pass(text: str) -> None:
    assert normal_title(normal_title(text)) in (
        normal_title(text),
        normal_title(text).removeprefix("中华人民共和国"),
    )
    assert normal_number(normal_number(text)) == normal_number(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GB/T33000-2016", "ＧＢ/Ｔ 33000—2016"),
        ("国发[2010]23号", "国发〔2010〕23号"),
        ("应急（2021）83号", "应急(2021)83号"),
    ],
)
def test_numbers_that_are_the_same(one: str, other: str) -> None:
    assert normal_number(one) == normal_number(other)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("政办[]55号", "文号缺少年份"),
        ("綦江府安办发〔201912号", "文号括号不完整，疑为“綦江府安办发〔2019〕12号”"),
        ("XX委办202354号", "文号缺少年份的括号，疑为“XX委办〔2023〕54号”"),
        ("国发〔2010〕23", "文号缺少“号”，疑为“国发〔2010〕23号”"),
        ("〔2011〕11号", "文号缺少发文机关代字"),
        ("国发〔2010〕号", "文号缺少序号"),
        ("某某", "文号不完整"),
    ],
)
def test_a_broken_number_says_what_is_missing(text: str, said: str) -> None:
    assert str(number_fault(text)) == said


@pytest.mark.parametrize(
    "text",
    ["", "国发〔2010〕23号", "GB 7718", "GB/T 33000-2016", "AQ 3067-2026", "应急管理部令第10号",
     "省政府218号令", "主席令第六十四号", "安监总管三〔2017〕121号", "XF 703"],
)  # fmt: skip
def test_a_whole_number_has_no_fault(text: str) -> None:
    assert number_fault(text) is None


def test_every_number_of_the_built_in_texts_is_whole() -> None:
    assert [one.code for one in builtin() if number_fault(one.number)] == []


@given(
    who=st.from_regex(r"\A[一-龥]{1,8}\Z"), year=st.integers(1950, 2049),
    number=st.integers(1, 9999),
)  # fmt: skip
def test_a_number_without_its_last_sign_is_read_with_it(who: str, year: int, number: int) -> None:
    whole = f"{who}〔{year}〕{number}号"
    assert number_fault(whole) is None
    fault = number_fault(whole.removesuffix("号"))
    assert fault is not None
    assert fault.suggestion == normal_number(whole)


# --- what a citation means ----------------------------------------------------------------------


def test_an_edition_that_was_replaced_says_by_what_and_since_when() -> None:
    found = resolve("GB/T33000-2016", "GB/T33000-2016", date(2026, 1, 1), [OLD, NEW])
    assert found.standing is Standing.REPLACED
    assert found.message == "GB/T 33000-2016已由 GB/T 33000-2025 替代（2025年10月31日起）"
    assert found.edition == OLD


def test_the_same_edition_was_in_force_before_that_day() -> None:
    last = resolve("GB/T33000-2016", "GB/T33000-2016", date(2025, 10, 30), [OLD, NEW])
    assert (last.standing, last.edition) == (Standing.IN_FORCE, OLD)
    first = resolve("", "GB/T 33000-2025", date(2025, 10, 30), [OLD, NEW])
    assert first.standing is Standing.NOT_YET


def test_a_standard_without_a_year_means_the_edition_of_the_day() -> None:
    assert resolve("", "GB/T 33000", date(2020, 1, 1), [OLD, NEW]).edition == OLD
    assert resolve("", "GB/T 33000", date(2026, 1, 1), [OLD, NEW]).edition == NEW
    assert resolve("", "GB/T 33000", date(2010, 1, 1), [OLD, NEW]).standing is Standing.NOT_YET


def test_an_edition_the_library_does_not_hold_is_unknown_and_not_another_one() -> None:
    assert resolve("", "GB/T 33000-2010", date(2026, 1, 1), [OLD, NEW]).standing is Standing.UNKNOWN


def test_a_law_cited_before_its_oldest_known_edition_is_not_called_future() -> None:
    found = resolve("安全生产法", "", date(2018, 5, 1), [LAW])
    assert found.standing is Standing.UNDATED
    assert "更早的版本" in found.message


def test_blank_unknown_incomplete_and_ended() -> None:
    day = date(2026, 1, 1)
    assert resolve("《》", "", day, []).standing is Standing.BLANK
    assert resolve("示例办法", "", day, []).standing is Standing.UNKNOWN
    assert resolve("", "政办[]55号", day, []).standing is Standing.INCOMPLETE
    over = Edition(9, "示例办法", "", date(2020, 1, 1), ends_on=date(2024, 12, 31))
    assert resolve("示例办法", "", day, [over]).standing is Standing.ENDED
    undated = Edition(9, "示例办法", "")
    assert resolve("示例办法", "", day, [undated]).standing is Standing.UNDATED
    gone = Edition(9, "示例办法", "", replaced_by=Edition(10, "新办法", ""))
    assert resolve("示例办法", "", day, [gone]).standing is Standing.REPLACED


@given(day=st.dates(date(2010, 1, 1), date(2040, 1, 1)))
def test_on_every_day_at_most_one_edition_is_in_force(day: date) -> None:
    standing = [one.on(day) for one in (OLD, NEW)]
    assert standing.count(Standing.IN_FORCE) <= 1
    after = [one.on(day + timedelta(days=1)) for one in (OLD, NEW)]
    if standing[0] is Standing.REPLACED:
        assert after[0] is Standing.REPLACED
