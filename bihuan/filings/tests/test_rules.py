"""Who may inspect, what counts as an inspection, what a filing must hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.filings.rules import ListedItem, is_inspection, problems_of, who_may_not
from bihuan.filings.states import FILING, FilingState
from bihuan.people.states import OrganisationKind as Kind


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("开展执法检查", True), ("对重点企业抽查", True), ("组织暗访督查", True),
        ("组织企业自查", False), ("网格员日常巡查", False), ("开展专家指导服务", False),
        ("入户走访", False), ("召开工作例会", False), ("巡查并检查重点部位", True),
    ],
)  # fmt: skip
def test_patrols_and_services_are_no_inspections(action: str, *, expected: bool) -> None:
    assert is_inspection(action) is expected


def test_a_committees_office_never_inspects_and_a_town_says_on_what_ground() -> None:
    assert "办事机构" in who_may_not(Kind.COMMITTEE_OFFICE, "有文件")
    assert "承接" in who_may_not(Kind.TOWN_OFFICE, " ")
    assert who_may_not(Kind.TOWN_OFFICE, "县政府令第1号") == ""
    assert who_may_not(Kind.EMERGENCY_BUREAU, "") == ""


def test_everything_that_is_missing_is_named_at_once() -> None:
    told = problems_of(
        inspector_kind=Kind.EMERGENCY_BUREAU, mandate="", purpose=" ", times=0,
        items=[ListedItem("通道", "消防法第二十八条"), ListedItem("电线", "")],
    )  # fmt: skip
    assert [one.where for one in told] == ["检查事由", "检查频次", "事项清单第2项"]


@given(st.lists(st.sampled_from(sorted(FILING.by_name)), max_size=12))
def test_no_path_publishes_what_was_not_approved_and_filed(steps: list[str]) -> None:
    state, taken = FILING.start, []
    for name in steps:
        step = FILING.step(name)
        if state in step.sources:
            state = step.target
            taken.append(name)
    if state == FilingState.PUBLISHED:
        assert taken[-3:] == ["approve", "file", "publish"]


def test_nobody_approves_what_they_sent_up() -> None:
    assert FILING.step("approve").not_by == ("submit",)
