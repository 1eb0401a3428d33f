"""What holds for any text whatever: exact quotes, ordered days, no exception, same answer twice."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.planparse.dates import Calendar, find_times
from bihuan.planparse.parse import parse_text
from bihuan.planparse.schema import PlanDraft, dump, load
from bihuan.planparse.sentences import sentences

PIECES = st.sampled_from(
    [
        "一、",
        "二、",
        "（一）",
        "(二)",
        "1.",
        "2、",
        "①",
        "一是",
        "二是",
        "第一阶段：",
        "第二阶段",
        "。",
        "；",
        "，",
        "：",
        "\n",
        "\n\n",
        "工作目标",
        "实施步骤",
        "检查内容",
        "整治范围",
        "组长：",
        "2026年",
        "3月1日",
        "至",
        "5月底前",
        "12月31日",
        "*年*月*日",
        "年11月中旬",
        "8月2023日前",
        "2026.3.1",
        "即日起至",
        "2月30日",
        "13月",
        "每月",
        "每半年至少",
        "每季度首月5日前",
        "3次",
        "日检查、周调度",
        "一季一通报",
        "100%",
        "20230%",
        "百分之九十",
        "三分之二",
        "过半",
        "不少于",
        "达到",
        "整改率",
        "培育",
        "3家",
        "2万人",
        "全覆盖",
        "所有企业",
        "报送",
        "于",
        "将",
        "总结",
        "县应急局",
        "各镇（街道）",
        "领导小组",
        "《安全生产法》",
        "“",
        "”",
        "(",
        ")",
        "〔2026〕",
        "3号",
        "孕情",
        "病历",
        "检查",
        "开展",
        "消防",
        "平安生产",
        "遢制",
        "\u3000",
        "\u200b",
        "😀",
        "GB7718",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map("".join),
)


def _holds(text: str, draft: PlanDraft) -> None:
    for span in draft.spans():
        assert text[span.start_char : span.end_char] == span.quote
        assert span.start_char <= span.end_char
    for clause in draft.clauses:
        assert 0 <= clause.start_char <= clause.end_char <= len(text)
    for phase in draft.phases:
        assert not (phase.start and phase.end) or phase.start <= phase.end


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_exact_quotes_and_ordered_days(text: str) -> None:
    for draft in parse_text(text):
        _holds(text, draft)


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_the_same_text_gives_the_same_drafts(text: str) -> None:
    once = dump(parse_text(text))
    assert once == dump(parse_text(text))
    assert load(once) == parse_text(text)


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_sentences_quote_the_text_in_order(text: str) -> None:
    found = sentences(text)
    assert all(text[one.start_char : one.end_char] == one.text for one in found)
    assert found == sorted(found, key=lambda one: (one.start_char, one.end_char))


@given(TEXTS, st.none() | st.integers(1990, 2100), st.none() | st.dates(date(2000, 1, 1)))
@settings(max_examples=150, deadline=None)
def test_a_date_expression_never_ends_before_it_begins(
    text: str, year: int | None, not_before: date | None
) -> None:
    for time in find_times(text):
        first, last = Calendar(year).resolve(time, not_before=not_before)
        assert not (first and last) or first <= last
