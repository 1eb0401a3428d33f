"""How long: what ends when, from the day it begins."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.planparse.lengths import LENGTH, end_after
from bihuan.planparse.parse import parse_text
from bihuan.planparse.schema import Deliverable, Task

D = date


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("为期三个月", D(2026, 3, 1), D(2026, 5, 31)),
        ("为期2年", D(2026, 3, 1), D(2028, 2, 29)),
        ("为期半年", D(2026, 7, 15), D(2027, 1, 14)),
        ("为期一年半", D(2026, 1, 1), D(2027, 6, 30)),
        ("为期半个月", D(2026, 3, 1), D(2026, 3, 15)),
        ("为期两个半月", D(2026, 3, 1), D(2026, 5, 15)),
        ("历时三个月", D(2026, 3, 1), D(2026, 5, 31)),
        ("利用一个月时间", D(2026, 3, 1), D(2026, 3, 31)),
        ("集中用两周左右的时间", D(2026, 3, 2), D(2026, 3, 15)),
        ("为期100天", D(2026, 11, 5), D(2027, 2, 12)),
        ("为期两周", D(2026, 3, 2), D(2026, 3, 15)),
        ("为期一个月", D(2026, 1, 31), D(2026, 2, 28)),
        ("为期99999年", D(2026, 1, 1), None),
        ("为期0天", D(2026, 1, 1), None),
    ],
)
def test_a_length_ends_on_a_day(words: str, first: date, last: date | None) -> None:
    length = re.fullmatch(LENGTH, words)
    assert length is not None
    assert end_after(first, length) == last


@given(
    first=st.dates(D(2000, 1, 1), D(2099, 12, 31)),
    many=st.integers(0, 10**9),
    unit=st.sampled_from(["天", "周", "个月", "年"]),
)
def test_nothing_ends_before_it_begins(first: date, many: int, unit: str) -> None:
    length = re.fullmatch(LENGTH, f"为期{many}{unit}")
    if length is not None:
        last = end_after(first, length)
        assert last is None or last >= first


HEAD = "示例县燃气安全专项整治工作方案\n"


def phases(text: str) -> list[tuple[str, date | None, date | None]]:
    (draft,) = parse_text(HEAD + text)
    return [(one.name, one.start, one.end) for one in draft.phases]


def test_a_phase_that_says_its_beginning_and_length_ends() -> None:
    found = phases(
        "一、时间步骤\n(一)动员部署阶段(2026年3月1日起,为期半个月)。各镇召开会议。\n"
        "(二)集中整治阶段(2026年3月16日起,为期两个月)。各镇逐户检查。"
    )
    assert found == [
        ("动员部署阶段", D(2026, 3, 1), D(2026, 3, 15)),
        ("集中整治阶段", D(2026, 3, 16), D(2026, 5, 15)),
    ]


def test_what_lasts_three_days_within_a_phase_does_not_end_it() -> None:
    found = phases(
        "一、时间步骤\n(一)培训阶段。2026年3月1日起,举办为期3天的培训班。\n(二)检查阶段(4月)。各镇检查。"
    )
    assert D(2026, 3, 3) not in [end for _, _, end in found]


@pytest.mark.parametrize(
    "period",
    [
        "春节前",
        "国庆、中秋双节期间",
        "“双节”期间",
        "全国两会期间",
        "汛期",
        "国庆期间",
        "“五一”假期前",
    ],
)
@pytest.mark.parametrize("year", ["", "2026年"])
def test_a_named_period_stays_in_words_and_invents_no_day(period: str, year: str) -> None:
    text = (
        f"{HEAD}一、工作任务\n1.加强检查。各镇要在{year}{period}组织一次燃气安全检查。\n"
        f"2.加强报送。{year}{period},各镇将检查情况报送县燃气办。"
    )
    (draft,) = parse_text(text)
    items: list[Task | Deliverable] = [*draft.tasks, *draft.deliverables]
    assert [one.due for one in items] == [None] * len(items)
    assert items
    assert any(period in one.quote for one in items)
