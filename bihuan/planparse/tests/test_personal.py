"""Records about individual people are left alone; the numbers of a population are not."""

import pytest

from bihuan.planparse.parse import parse_text
from bihuan.planparse.personal import is_personal, mostly_personal


@pytest.mark.parametrize(
    "text",
    [
        "登记入住老人的病历和患者信息",
        "对有心脑血管病史的职工逐一登记,建档率达到100%",
        "每月上报育龄妇女孕情",
    ],
)
def test_records_of_people_are_personal(text: str) -> None:
    assert is_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "孕产妇系统管理率达到95%以上",
        "为3000名孕产妇提供免费筛查",
        "吸毒人员帮教率达95%",
        "检查诊所服药告知制度",
        "出生人口性别比下降到112以下",
    ],
)
def test_numbers_of_a_population_and_checks_of_institutions_are_not(text: str) -> None:
    assert not is_personal(text)


def test_one_sentence_does_not_make_a_long_clause_private() -> None:
    text = "修建教师周转房566套。免除孕产妇的顺产费用。建成幼儿园3所。"
    assert not mostly_personal("主要任务", text)
    assert mostly_personal("孕情登记", text)
    draft = parse_text(f"2026年民生实事实施方案\n一、主要任务\n{text}")[0]
    assert {target.value for target in draft.targets} == {566.0, 3.0}
