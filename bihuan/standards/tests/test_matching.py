"""Lines of check lists find the built-in item they mean, and nothing where there is none.

``pairs.txt`` holds lines of our own with the item a reader would name, ``none`` where the
built-in checklists have none; its last 38 lines were written after the matching was done.
"""

from pathlib import Path

from bihuan.standards.matching import builtin_standard, likeness, suggestions_for

Pair = tuple[str, tuple[str, int] | None]


def pairs() -> list[Pair]:
    found: list[Pair] = []
    for line in (Path(__file__).parent / "pairs.txt").read_text("utf-8").splitlines():
        text, checklist, number = line.split("|")
        found.append((text, None if checklist == "none" else (checklist, int(number))))
    return found


def test_what_is_suggested_first_is_nearly_always_what_the_line_means() -> None:
    labelled = pairs()
    firsts = [
        found[0] if found else None for found in suggestions_for([one for one, _ in labelled])
    ]
    shown = [
        (one.known.checklist, one.known.number) == meant
        for one, (_, meant) in zip(firsts, labelled, strict=True)
        if one is not None
    ]
    assert sum(shown) / len(shown) >= 0.97
    assert sum(shown) / sum(meant is not None for _, meant in labelled) >= 0.8


def test_a_line_of_another_trade_gets_no_suggestion() -> None:
    assert suggestions_for(["煤矿瓦斯抽采是否达标", "进货查验记录是否齐全"]) == [[], []]


def test_suggestions_come_best_first_and_few() -> None:
    found = builtin_standard().suggest("有限空间作业审批")
    assert 1 < len(found) <= 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_likeness_runs_from_nothing_to_one() -> None:
    assert likeness("有限空间作业审批", "有限空间作业审批") == 1
    assert likeness("煤矿瓦斯抽采", "灭火器数量合适") == 0
    assert likeness("", "灭火器数量合适") == 0
    assert 0 < likeness("灭火器是否失效", "灭火器数量、类型合适,压力正常") < 1
