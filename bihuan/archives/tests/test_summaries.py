"""A summary is drafted from the records, signed by another, and keeps its numbers."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
import time_machine

from bihuan.archives.drafting import gather
from bihuan.archives.models import Summary
from bihuan.archives.services import summaries as service
from bihuan.archives.tests.given import JULY_1, a_summary, an_issued_summary, finished
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.documents.official import Figure, Paragraph, Table
from bihuan.documents.services import stored_file
from bihuan.hazards.services import withdraw_hazard
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, NotIndependent, Refused
from bihuan.oversight.figures import corrections_of
from bihuan.oversight.tests.given import World


def lines(summary: Summary) -> list[str]:
    """Return the printed text, block by block."""
    told = []
    for block in service.document_of(gather(summary)).body:
        if isinstance(block, Paragraph):
            told.append("".join(run.text for run in block.runs))
        elif isinstance(block, Table):
            told += [" | ".join(row) for row in block.rows]
        else:
            told.append(block.text)
    return told


def test_every_section_is_written_from_the_records(world: World) -> None:
    told = lines(a_summary(world))
    heads = [line for line in told if line[1:2] == "、"]
    assert heads == [
        "一、基本情况", "二、主要做法", "三、目标完成情况", "四、隐患排查治理情况", "五、典型案例",
        "六、存在问题", "七、未办结事项移交情况", "八、下一步打算",
    ]  # fmt: skip
    text = "\n".join(told)
    assert "截至2026年7月1日，示例一镇纳入行动企业5 家次，企业自查率40%（2/5）" in text
    assert "镇领导每月带队检查不少于3次：完成0%（0/1）。" in text
    assert "镇安全办于6月25日前报送自查汇总表：完成0%（0/1）。" in text
    assert "企业自查率目标不低于100%，实际完成40%（2/5），未达到。" in text
    assert "群众满意度目标不低于90%，尚未评定。" in text
    assert "共排查隐患1 起" in text
    assert "甲社区 | 66.7%（2/3）" in text
    assert "建立日提醒制度。" in text
    assert "企业自查率没有达到目标（不低于100%），实际40%（2/5）。" in text
    assert "个别社区重视不够。" in text
    assert "尚未移交：隐患整改1项、企业自查3项、报送材料" in text


def test_an_anonymous_case_names_no_enterprise(world: World) -> None:
    text = "\n".join(lines(a_summary(world)))
    assert "1.某企业" in text
    assert world.factory.enterprise.name not in text
    assert "通道管理没有责任人。" in text


def test_every_number_is_a_figure_with_its_source(world: World) -> None:
    gathered = gather(a_summary(world))
    sources = {one.key for one in gathered.facts} | {
        f"{one.measure.metric.key}@{one.measure.where.area.low}" for one in gathered.taken
    }
    figures = [
        run
        for block in service.document_of(gathered).body
        if isinstance(block, Paragraph)
        for run in block.runs
        if isinstance(run, Figure)
    ]
    assert len(figures) > 15
    assert {one.source for one in figures} <= sources


def test_another_signs_and_the_numbers_stay(world: World) -> None:
    summary = a_summary(world)
    service.submit_summary(summary_id=summary.pk, by=world.cast.zhou, at=JULY_1)
    with pytest.raises(NotAllowed):
        service.issue_summary(summary_id=summary.pk, by=world.cast.zhou, at=JULY_1)
    issued = service.issue_summary(summary_id=summary.pk, by=world.cast.zhao, at=JULY_1)
    assert issued.issued is not None
    assert issued.issued.number == "示一安办发〔2026〕1号"
    word = docx.Document(io.BytesIO(stored_file(issued.issued, "docx")))
    printed = "\n".join(one.text for one in word.paragraphs)
    assert "企业自查率目标不低于100%，实际完成40%（2/5），未达到。" in printed
    assert stored_file(issued.issued, "pdf").startswith(b"%PDF")
    assert corrections_of(list(issued.figures.all())) == []
    withdraw_hazard(hazard_id=world.hazard.pk, reason="登记有误", by=world.cast.lin, at=JULY_1)
    changed = {one.figure.metric_key for one in corrections_of(list(issued.figures.all()))}
    assert "hazard.found" in changed
    with pytest.raises(Refused):
        service.choose_case(summary_id=summary.pk, kind="good", hazard_id=world.hazard.pk,
                            anonymous=False, comment="", by=world.cast.zhou)  # fmt: skip


def test_who_sent_it_up_does_not_sign(world: World) -> None:
    summary = a_summary(world)
    service.submit_summary(summary_id=summary.pk, by=world.cast.zhao, at=JULY_1)
    with pytest.raises(NotIndependent):
        service.issue_summary(summary_id=summary.pk, by=world.cast.zhao, at=JULY_1)


def test_it_is_not_sent_up_without_what_comes_next(world: World) -> None:
    summary = service.draft_summary(campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_1)
    again = service.draft_summary(campaign_id=world.campaign.pk, by=world.cast.zhao, at=JULY_1)
    assert again.pk == summary.pk
    with pytest.raises(Refused, match="下一步打算"):
        service.submit_summary(summary_id=summary.pk, by=world.cast.zhou, at=JULY_1)


def test_cases_come_from_the_campaign_alone(world: World) -> None:
    summary = a_summary(world)
    with pytest.raises(BadInput, match="已经选过"):
        service.choose_case(summary_id=summary.pk, kind="good", hazard_id=world.hazard.pk,
                            anonymous=False, comment="", by=world.cast.zhou)  # fmt: skip
    with pytest.raises(BadInput, match="不是本行动中的隐患"):
        service.choose_case(summary_id=summary.pk, kind="good", hazard_id=10**9, anonymous=False,
                            comment="", by=world.cast.zhou)  # fmt: skip
    with pytest.raises(BadInput, match="没有纳入本行动"):
        service.choose_case(summary_id=summary.pk, kind="good", enterprise_id=10**9,
                            anonymous=False, comment="", by=world.cast.zhou)  # fmt: skip
    firm = world.campaign.participations.exclude(enterprise=world.factory.enterprise)[0].enterprise
    service.choose_case(summary_id=summary.pk, kind="good", enterprise_id=firm.pk, anonymous=False,
                        comment="", by=world.cast.zhou)  # fmt: skip
    assert f"1.{firm.name}在行动中排查隐患0起，其中已整改销号0起。" in lines(summary)


def test_the_day_lies_between_launch_and_today(world: World) -> None:
    summary = a_summary(world)
    words = {name: getattr(summary, name) for name in
             ("title", "addressees", "opening", "practice", "problems", "next_steps")}  # fmt: skip
    for day in (date(2026, 5, 31), date(2026, 7, 2)):
        with pytest.raises(BadInput, match="数据截至"):
            service.edit_summary(summary_id=summary.pk, words=words, as_of=day, verdicts={},
                                 version=summary.version, by=world.cast.zhou, at=JULY_1)  # fmt: skip


def test_the_next_town_sees_nothing(world: World) -> None:
    summary = an_issued_summary(world)
    with pytest.raises(NotFound):
        service.draft_summary(campaign_id=world.campaign.pk, by=world.cast.sun, at=JULY_1)
    assert signed_in(world.cast.sun).get(summary.get_absolute_url()).status_code == 404


@time_machine.travel(JULY_1, tick=False)
def test_from_the_tab_to_the_signature(world: World) -> None:
    zhou, zhao = signed_in(world.cast.zhou), signed_in(world.cast.zhao)
    tab = f"/archives/campaigns/{world.campaign.pk}/"
    assert "还没有总结" in zhou.get(tab).content.decode()
    root = zhou.post(f"{tab}summary/")["Location"]
    page = zhou.get(root).content.decode()
    assert "（签发时编号）" in page
    assert f"/metrics/self_check.rate/records/?part=part&amp;low={world.campaign.area}" in page
    assert f"/campaigns/{world.campaign.pk}/sentences/" in page
    summary = Summary.objects.get()
    target = world.campaign.targets.get(metric_key="")
    words = {
        "title": "新标题", "addressees": "各社区", "opening": "新开头。", "practice": "", "problems": "",
        "next_steps": "新打算。", "as_of": "2026-07-01", "version": summary.version,
        f"verdict_{target.pk}": "reached",
    }  # fmt: skip
    assert zhou.post(f"{root}edit/", {**words, "as_of": "x"}).status_code == 422
    assert zhou.post(f"{root}edit/", words).status_code == 302
    late = zhou.post(f"{root}edit/", {**words, "opening": "我的开头。"})
    assert late.status_code == 422
    assert "我的开头。" in late.content.decode()
    assert "群众满意度目标不低于90%，已达到。" in "\n".join(lines(Summary.objects.get()))
    chooser = zhou.get(f"{root}cases/").content.decode()
    assert f'value="hazard-{world.hazard.pk}"' in chooser
    chosen = {"chosen": f"hazard-{world.hazard.pk}", "kind": "good", "comment": "整改快。"}
    assert zhou.post(f"{root}cases/", {**chosen, "chosen": "x"}).status_code == 422
    assert zhou.post(f"{root}cases/", chosen).status_code == 302
    assert "整改快。" in zhou.get(root).content.decode()
    summary.refresh_from_db()
    form = {"version": summary.version, "key": "0197b3c2-0000-7000-8000-000000000001"}
    page = zhou.post(f"{root}submit/", form, follow=True).content.decode()
    assert f"{root}issue/" not in page
    summary.refresh_from_db()
    form = {"version": summary.version, "key": "0197b3c2-0000-7000-8000-000000000002"}
    page = zhao.post(f"{root}issue/", form, follow=True).content.decode()
    assert "示一安办发〔2026〕1号" in page
    assert "下载 PDF" in page
    assert "不一致" not in page


def test_what_was_handed_over_stands_in_the_summary(world: World) -> None:
    summary = a_summary(world)
    finished(world)
    told = lines(summary)
    assert "隐患整改 | 1 | 示例一镇安全办 | 待接收" in told
    assert not any("尚未移交" in line for line in told)
