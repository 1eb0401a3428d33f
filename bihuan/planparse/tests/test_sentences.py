"""Every sentence has a place and, where nothing is tracked, a reason."""

from pathlib import Path

from bihuan.planparse.parse import parse_text
from bihuan.planparse.sentences import sentences

GOLDEN = Path(__file__).parent / "golden"
PLAN = (GOLDEN / "small-premises" / "plan.txt").read_text("utf-8")


def _reason(text: str, words: str) -> str:
    return next(one.reason for one in sentences(text) if words in one.text)


def test_reasons_say_why_nothing_is_tracked() -> None:
    assert _reason(PLAN, "一、工作目标") == "标题"
    assert _reason(PLAN, "为深刻吸取近期火灾事故教训") == "背景说明"
    assert _reason(PLAN, "坚决遏制较大以上火灾事故") == "未识别出可跟踪事项"
    assert _reason(PLAN, "各村（社区），镇属各部门") == "主送机关"
    opinion = (GOLDEN / "opinion-with-numbers" / "plan.txt").read_text("utf-8")
    assert _reason(opinion, "坚持人民至上") == "指导思想"
    school = (GOLDEN / "two-in-one" / "plan.txt").read_text("utf-8")
    assert _reason(school, "要高度重视护学岗工作") == "表态性语句"
    private = (GOLDEN / "elderly-care" / "plan.txt").read_text("utf-8")
    assert _reason(private, "病历和患者信息") == "涉及个人隐私，不予跟踪"


def test_a_tracked_sentence_has_no_reason_until_its_item_is_rejected() -> None:
    words = "每月至少开展2次联合检查"
    assert _reason(PLAN, words) == ""
    (draft,) = parse_text(PLAN)
    draft.recurring_duties, draft.tasks = [], []
    judged = sentences(PLAN, draft)
    assert next(one.reason for one in judged if words in one.text) == "未识别出可跟踪事项"


def test_sentences_cover_the_plan_once() -> None:
    covered = [0] * len(PLAN)
    for one in sentences(PLAN):
        for at in range(one.start_char, one.end_char):
            covered[at] += 1
    missed = [char for char, times in zip(PLAN, covered, strict=True) if not times and char.strip()]
    assert missed == []
    assert max(covered) == 1


def test_boilerplate_is_listed_as_such() -> None:
    glued = (GOLDEN / "chemical-glued" / "plan.txt").read_text("utf-8")
    assert [one.reason for one in sentences(glued) if one.kind == "boilerplate"] == [
        "网页附带文字"
    ] * 2
