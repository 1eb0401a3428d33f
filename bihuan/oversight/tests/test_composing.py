"""The words of a bulletin from numbers alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bihuan.documents.official import Figure, Heading1, Paragraph, Table
from bihuan.oversight.composing import Content, Number, compose

TOWN, A, B, C, D = 1, 11, 12, 13, 14
NAMES = {TOWN: "示例镇", A: "甲社区", B: "乙社区", C: "丙社区", D: "丁社区"}
RATE = "self_check.rate"


def a_number(area: int, part: int, whole: int, key: str = RATE) -> Number:
    value = part / whole if whole else None
    text = f"{value:.1%}（{part}/{whole}）" if value is not None else "无应统计对象"
    return Number(key, area, "自查率", text, value)


def a_content(**shares: tuple[int, int]) -> Content:
    """Return a bulletin whose places have these shares, in the order given."""
    codes = {"a": A, "b": B, "c": C, "d": D}
    numbers = [a_number(codes[name], *share) for name, share in shares.items()]
    parts = sum(share[0] for share in shares.values())
    wholes = sum(share[1] for share in shares.values())
    numbers.append(a_number(TOWN, parts, wholes))
    return Content(
        header="示例镇安全办文件", issuer="示例镇安全办", title="关于示例行动的通报",
        addressees=("甲社区", "乙社区"), opening="现将情况通报如下。\n\n望认真落实。",
        demands="第一条。\n第二条。", as_of=date(2026, 7, 1), area=TOWN,
        area_names={TOWN: NAMES[TOWN], **{codes[name]: NAMES[codes[name]] for name in shares}},
        numbers={(one.area, one.key): one for one in numbers},
    )  # fmt: skip


def plain(block: object) -> str:
    assert isinstance(block, Paragraph)
    return "".join(run.text for run in block.runs)


def ranking(content: Content) -> str:
    body = compose(content).body
    place = body.index(Heading1("二、各地情况"))
    return plain(body[place + 1])


def test_the_order_of_the_whole() -> None:
    document = compose(a_content(a=(1, 2), b=(2, 2)))
    told = [
        block.text if isinstance(block, Heading1) else type(block).__name__
        for block in document.body
    ]
    assert told == [
        "Paragraph", "Paragraph", "一、总体情况", "Paragraph", "二、各地情况", "Paragraph", "Table",
        "三、下一步要求", "Paragraph", "Paragraph",
    ]  # fmt: skip
    assert (document.issuer, document.signature) == ("示例镇安全办", "示例镇安全办")
    assert plain(document.body[3]) == "截至2026年7月1日，示例镇企业自查率75.0%（3/4）。"


def test_every_number_of_the_text_is_bound_to_its_question() -> None:
    body = compose(a_content(a=(1, 2), b=(2, 2))).body
    figures = [
        (run.text, run.source)
        for block in body
        if isinstance(block, Paragraph)
        for run in block.runs
        if isinstance(run, Figure)
    ]
    assert figures == [
        ("75.0%（3/4）", f"{RATE}@{TOWN}"),
        ("100.0%（2/2）", f"{RATE}@{B}"),
        ("50.0%（1/2）", f"{RATE}@{A}"),
    ]


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        (
            {"a": (1, 2), "b": (2, 2), "c": (1, 4)},
            "企业自查率最高的是乙社区，为100.0%（2/2）；最低的是丙社区，为25.0%（1/4）。各地情况见下表。",
        ),
        (
            {"a": (2, 2), "b": (3, 3), "c": (0, 1)},
            "企业自查率最高的是甲社区、乙社区，均为100.0%；最低的是丙社区，为0.0%（0/1）。各地情况见下表。",
        ),
        (
            {"a": (2, 2), "b": (1, 2), "c": (2, 4)},
            "企业自查率最高的是甲社区，为100.0%（2/2）；最低的是乙社区、丙社区，均为50.0%。各地情况见下表。",
        ),
        ({"a": (2, 2), "b": (3, 3)}, "各地企业自查率均为100.0%。"),
        ({"a": (0, 0), "b": (0, 0)}, "各地均没有应自查的企业。"),
        ({"a": (0, 0), "b": (1, 2)}, "有应自查企业的是乙社区，企业自查率为50.0%（1/2）。"),
    ],
)
def test_the_ranking_names_ties_and_leaves_out_who_has_nothing_to_count(
    shares: dict[str, tuple[int, int]], told: str
) -> None:
    assert ranking(a_content(**shares)) == told


def test_many_tied_places_are_counted() -> None:
    content = a_content(a=(1, 1), b=(1, 1), c=(1, 1), d=(1, 1))
    more = {**content.area_names, 15: "戊社区"}
    numbers = {**content.numbers, (15, RATE): a_number(15, 0, 2)}
    assert "甲社区、乙社区、丙社区等4地，均为100.0%" in ranking(
        replace(content, area_names=more, numbers=numbers)
    )


def test_the_table_ranks_with_who_has_nothing_to_count_last() -> None:
    body = compose(a_content(a=(0, 0), b=(1, 2), c=(2, 2), d=(1, 2))).body
    (table,) = [block for block in body if isinstance(block, Table)]
    assert [column.title for column in table.columns] == ["地区", "自查率"]
    assert table.rows == (
        ("丙社区", "100.0%（2/2）"), ("乙社区", "50.0%（1/2）"), ("丁社区", "50.0%（1/2）"),
        ("甲社区", "无应统计对象"),
    )  # fmt: skip


def test_without_places_the_second_part_is_left_out() -> None:
    told = [block.text for block in compose(a_content()).body if isinstance(block, Heading1)]
    assert told == ["一、总体情况", "二、下一步要求"]


def test_goals_are_told_reached_and_missed() -> None:
    content = replace(a_content(), goals=[("甲目标", True), ("乙目标", False), ("丙目标", True)])
    assert (
        plain(compose(content).body[4]) == "已达到的目标：甲目标；丙目标。尚未达到的目标：乙目标。"
    )
