"""Titles wherever a page puts them, and texts that are no plan."""

import pytest

from bihuan.planparse.parse import parse_text
from bihuan.planparse.schema import PlanDraft

BODY = "\n为加强安全管理，制定本方案。\n一、工作目标\n坚决遏制事故发生。\n二、工作要求\n各镇要加强领导。\n"
PLAN = "云溪县燃气安全整治工作方案"
NOTICE = "云溪县安委办关于印发《云溪县燃气安全整治工作方案》的通知"


def read(text: str) -> PlanDraft:
    (draft,) = parse_text(text)
    return draft


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (PLAN, PLAN),
        ("首页 > 政务公开 > 政策文件\n" + PLAN, PLAN),
        (
            "您当前的位置：首页>>通知公告>>正文\n\n"
            + PLAN
            + "\n发布时间：2026-03-01  浏览次数：12",
            PLAN,
        ),
        ("云溪县燃气安全整治\n工作方案", PLAN),
        ("云溪县燃气安全整治\n工 作 方 案", PLAN),
        (PLAN + ".docx\n下载文档", PLAN),
        ("第一篇：" + PLAN, PLAN),
        ("燃气安全整治工作方案范文（精选7篇）\n燃气安全整治工作方案 篇1", "燃气安全整治工作方案"),
        (NOTICE, NOTICE),
        ("云溪县安委办关于印发《云溪县燃气安全\n整治工作方案》的通知", NOTICE),
        ("云溪县安委办\n关于印发《云溪县燃气安全整治工作方案》的通知", NOTICE),
        (
            "12号 燃气方案\n2026-03-01\n云安办〔2026〕12号\n关于印发燃气安全整治工作方案的\n通    知",
            "关于印发燃气安全整治工作方案的通知",
        ),
        (
            (
                "各镇人民政府：\n现将《云溪县燃气安全整治工作方案》印发给你们，请遵照执行。\n"
                "云溪县安委办\n2026年3月1日\n云溪县燃气安全整治工作方案"
            ),
            PLAN,
        ),
        ("日前，云溪县印发《云溪县燃气安全整治工作方案》。全文如下：\n", PLAN),
        ("2026年燃气安全工作要点", "2026年燃气安全工作要点"),
        ("云溪县燃气整治三年行动方案（2026-2028年）", "云溪县燃气整治三年行动方案（2026-2028年）"),
        ("雲溪縣燃氣安全整治工作方案", "雲溪縣燃氣安全整治工作方案"),
        ("各镇、各单位：", None),
        ("", None),
    ],
)
def test_the_title_is_found_where_it_stands(head: str, title: str | None) -> None:
    assert read(head + BODY).title == title


def test_a_title_glued_to_the_first_sentence_is_cut_off() -> None:
    text = "云溪县森林防火应急预案为提高防火能力，制定本预案。一、工作目标减少火灾。二、工作要求各镇要加强领导。"
    assert read(text).title == "云溪县森林防火应急预案"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"云溪县燃气整治五年行动方案(2021—2025年){BODY}", 2021),
        (f"{PLAN}\n发布时间:2022-09-12 10:20{BODY}", None),
        (f"{PLAN}{BODY}\n检查时间:2026年3月1日至5月底。", 2026),
    ],
)
def test_the_year_is_the_plans_and_not_the_pages(text: str, year: int | None) -> None:
    assert read(text).year == year


NO_PLAN = {
    "a speech": "县长在全县安全生产会议上的讲话\n同志们：\n今天召开会议，下面我讲几点意见：\n一、提高认识\n各镇每月检查1次，整改率达到100%。",
    "a summing-up": "云溪县2025年安全生产工作总结\n一、主要做法\n全年检查企业120家，每月调度1次，整改率达98%。",
    "an explanation": "《云溪县燃气整治方案》政策解读\n一、出台背景\n为加强管理，制定本方案。\n二、主要目标\n到2026年底，整改率达到100%。",
    "questions and answers": "云溪县印发《云溪县燃气整治方案》，负责人回答了提问。\n问：方案的主要任务是什么？\n答：各镇每季度至少检查1次。",
    "an essay": "本文将从背景、措施两方面谈校园安全。\n一、背景\n近年来事故频发。\n二、措施\n学校每学期至少演练1次。",
    "a product": "智能安全管控平台：一站式解决方案\n一、行业痛点\n隐患反复出现，整改率不足50%。\n二、核心价值\n物联网与大数据赋能，系统每日巡检2次。",
    "statistics": "据统计，1至6月，全县发生事故12起、死亡3人，同比分别下降10%、25%；环比上升5%。",
    "a report of a check": "6月1日，云溪县消防大队赴养老院开展检查。检查组指出，要每日巡查，整改率达到100%。（示例甲）",
    "a summing-up among many": "食品安全工作总结集锦15篇\n一、主要做法\n每周检查1次，合格率达到98%。",
    "news of a power company": "本网讯 3月2日，云溪县供电公司检查线路320公里，对21家企业开展专项检查。",
    "a report quoted": "县长作了政府工作报告。报告显示，2025年新增就业2.1万人，安置率达到86%以上。",
    "minutes": "云溪县安委会召开第二次全体会议。会议由示例甲主持。会议指出，要每月调度1次，整改率达到100%。",
    "an open letter": "致全县居民的公开信\n各位居民：\n一、每月检查燃气软管1次。\n二、隐患整改率达到100%。",
}


@pytest.mark.parametrize("text", NO_PLAN.values(), ids=NO_PLAN)
def test_nothing_is_drawn_from_a_text_that_is_no_plan(text: str) -> None:
    draft = read(text)
    drawn = (*draft.phases, *draft.targets, *draft.recurring_duties, *draft.deliverables)
    assert [one.quote for one in (*drawn, *draft.tasks, *draft.check_items)] == []
    assert any(one.rule == "genre" for one in draft.anomalies)


def test_pronunciation_behind_characters_is_set_aside() -> None:
    text = "云溪县(xiàn)燃气安(ān)全(quán)整治(zhì)工作方案\n一、目标\n整改率达到100%。\n二、要求\n各镇每月检查1次。"
    draft = read(text)
    assert draft.title is not None
    assert draft.title.startswith("云溪县")
    assert "(" not in draft.title
    assert len(draft.recurring_duties) == 1
    assert [one.message for one in draft.anomalies if "注音" in one.message] == [
        "夹在字间的注音，共4处，已略去"
    ]
