"""What copying does to a text is undone before reading, and the source stays quotable."""

from bihuan.planparse.boilerplate import set_aside
from bihuan.planparse.parse import parse_text
from bihuan.planparse.split import seams
from bihuan.planparse.text import close_gaps, join_wrapped, view_of, without_markup


def _view(text: str) -> str:
    return join_wrapped(close_gaps(without_markup(view_of(text)))).text


def test_punctuation_and_digits_take_one_form_and_lead_back_to_the_source() -> None:
    source = "（一）整改率达到９５％。\u200b"
    view = view_of(source)
    assert view.text == "(一)整改率达到95%。"
    assert view.span(8, 11) == (8, 11)
    assert source[slice(*view.span(8, 11))] == "９５％"


def test_blanks_inside_words_go_and_lost_paragraph_breaks_return() -> None:
    assert _view("保障财产 安全，2026 年 3 月底前完成。") == "保障财产安全,2026年3月底前完成。"
    assert _view("示例市安全检查工作方案 根据要求制定。 一、组织领导 各镇要落实责任。") == (
        "示例市安全检查工作方案\n根据要求制定。\n一、组织领导\n各镇要落实责任。"
    )


def test_lines_cut_by_a_page_width_are_joined() -> None:
    cut = "云溪县2026年有限空间作业安全专项整治实施方\n案\n（一）动员部署（2026年4月1日至4月\n15日）。并于4\n月20日前报送。"
    assert _view(cut).split("\n") == [
        "云溪县2026年有限空间作业安全专项整治实施方案",
        "(一)动员部署(2026年4月1日至4月15日)。并于4月20日前报送。",
    ]


def test_a_rate_parted_from_its_figure_is_put_together() -> None:
    cut = "(4)持证率为 100%,设备完好\n率 100%;\n(5)在用设备的检验率\n为 95%。\n100%落实责任。"
    assert _view(cut).split("\n") == [
        "(4)持证率为100%,设备完好率100%;",
        "(5)在用设备的检验率为95%。",
        "100%落实责任。",
    ]


def test_a_view_without_overlapping_stretches_still_leads_back() -> None:
    view = view_of("甲乙\u200b丙丁戊己").without([(1, 3), (2, 4)])
    assert (view.text, list(view.index)) == ("甲戊己", [0, 5, 6])


def test_markdown_marks_are_no_text() -> None:
    assert _view("# 整治方案\n**（一）动员阶段**\n> 各镇落实。\n**县应急局") == (
        "整治方案\n(一)动员阶段\n各镇落实。\n**县应急局"
    )


def test_page_counters_are_set_aside_and_numbered_lists_are_not() -> None:
    broken = "1、示例方案为加强管理制\n\n2、定。各镇于2026年\n\n3、3月底前将总结报县应急\n\n4、局，确保落实。"
    clean, noise = set_aside(view_of(broken))
    assert clean.text == "示例方案为加强管理制定。各镇于2026年3月底前将总结报县应急局,确保落实。"
    assert noise[0].message.startswith("转换时插入的页码标记，共4处")
    listed = "1、线路老化；\n2、通道堵塞；\n3、设施损坏。"
    assert set_aside(view_of(listed))[1] == []


def test_a_line_about_licences_is_no_advertisement() -> None:
    line = "检查食品经营许可证是否齐全，并发放温馨提示。"
    assert set_aside(view_of(line))[1] == []


def test_a_notice_and_the_plan_it_carries_are_one() -> None:
    notice = (
        "关于开展燃气整治的通知\n各镇：\n现将《燃气安全整治方案》印发给你们。\n一、提高认识。各镇要高度重视，落实责任，抓紧部署。\n"
        "二、抓好落实。按方案推进，确保各项工作取得实效。\n燃气安全整治方案\n为加强燃气安全，制定本方案。\n一、工作目标\n整改率达到100%。\n二、工作步骤\n"
    )
    assert len(parse_text(notice)) == 1


def test_an_attachment_is_no_plan_of_its_own() -> None:
    text = (
        "一、工作目标\n整改率达到100%，确保消防安全形势稳定。\n二、整治内容\n电气线路、疏散通道、消防设施等方面隐患。\n三、工作要求\n各村要加强领导。\n"
        "附件：自查表\n一、基本情况\n单位名称：\n二、自查内容\n线路是否老化。\n"
    )
    assert seams(view_of(text).text) == [0]


def test_a_seam_without_a_first_number_needs_a_preamble() -> None:
    one = "一、工作目标\n整改率达到100%，坚决防范遏制各类事故发生。\n二、任务\n排查隐患。\n三、步骤\n分步推进。\n四、要求\n（一）加强领导。各镇要落实。\n"
    other = "通过半年左右的整治，进一步落实各方责任。\n二、工作任务\n落实药品安全责任。\n三、整治措施\n加强检查。"
    assert len(parse_text(one + other)) == 2
