"""The end of a campaign in a real browser: summary, cases, handing over, archive, proof."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils.timezone import now
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from bihuan.archives.models import Archive, Handover, Summary
from bihuan.campaigns.states import CampaignState
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.library.services.templates import make_template
from bihuan.oversight.tests.given import World, a_world
from bihuan.people.tests.given import the_cast
from tests.browser.people import DESK, PHONE, Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def world(transactional_db: None) -> World:
    return a_world(the_cast())


def test_a_campaign_ends_from_summary_to_proved_archive(
    live_server: LiveServer, browser: Browser, world: World, tmp_path: Path
) -> None:
    root = f"/archives/campaigns/{world.campaign.pk}/"
    zhou = Person(browser, live_server.url, world.cast.zhou, size=DESK)
    zhao = Person(browser, live_server.url, world.cast.zhao, size=PHONE)
    summary = write_the_summary(zhou, root, world)
    sign(zhao, summary)
    hand_over(zhou, zhao, root)
    file = end_and_archive(zhou, root, world, tmp_path)
    prove(zhao, file)
    zhao.go("/archives/")
    zhao.fits()
    assert zhou.complaints == zhao.complaints == []


def write_the_summary(zhou: Person, root: str, world: World) -> Summary:
    page = zhou.go(root)
    zhou.picture("ending")
    zhou.press("起草总结")
    summary = Summary.objects.get()
    page.get_by_role("link", name="挑选案例").click()
    page.get_by_role("radio", name=re.compile(world.hazard.summary[:8])).check()
    page.get_by_label("类别").select_option("bad")
    page.get_by_label("隐去企业名称").check()
    page.get_by_label("点评").fill("通道管理没有责任人。")
    zhou.picture("summary-cases")
    zhou.press("作为典型案例")
    expect(page.locator("article")).to_contain_text("某企业")
    page.get_by_label("下一步打算").fill("转入常态管理。")
    zhou.press("保存文字")
    expect(page.locator("article")).to_contain_text("转入常态管理。")
    zhou.picture("summary-draft")
    page.locator("article a", has_text="40%").first.click()
    expect(page.locator("h1")).to_contain_text("自查率")
    zhou.go(summary.get_absolute_url())
    zhou.press("送签")
    return summary


def sign(zhao: Person, summary: Summary) -> None:
    zhao.go(summary.get_absolute_url())
    zhao.fits()
    zhao.press("签发")
    expect(zhao.page.get_by_role("link", name="下载 PDF")).to_be_visible()
    zhao.fits()


def hand_over(zhou: Person, zhao: Person, root: str) -> None:
    page = zhou.go(root)
    zhou.press("按责任单位全部移交")
    zhou.confirm()
    expect(page.get_by_text("都已有接收单位")).to_be_visible()
    zhao.go(Handover.objects.get().get_absolute_url())
    zhao.fits()
    zhao.press("接收")
    expect(zhao.page.locator(".page-head")).to_contain_text("已接收")


def end_and_archive(zhou: Person, root: str, world: World, folder: Path) -> Path:
    page = zhou.go(root)
    page.get_by_role("link", name="结束行动").click()
    page.get_by_label("结束原因").fill("任务完成")
    zhou.press("结束行动")
    world.campaign.refresh_from_db()
    assert world.campaign.state == CampaignState.ENDED
    zhou.go(root)
    zhou.press("归档")
    run_job(Job.objects.get(kind="campaign.archive").pk, clock=now)
    zhou.go(root)
    zhou.picture("archive")
    with page.expect_download() as found:
        page.get_by_role("link", name="下载归档包").click()
    file = folder / "归档.zip"
    found.value.save_as(file)
    return file


def prove(zhao: Person, file: Path) -> None:
    page, result = zhao.go("/archives/verify/"), zhao.page.get_by_role("status")
    page.locator("input[type=file]").set_input_files(file)
    zhao.press("核验")
    expect(result).to_contain_text("归档包完整")
    expect(result).to_contain_text(Archive.objects.get().package_digest)
    zhao.fits()
    spoiled = bytearray(file.read_bytes())
    spoiled[200] ^= 1
    file.write_bytes(bytes(spoiled))
    page.locator("input[type=file]").set_input_files(file)
    zhao.press("核验")
    expect(result).to_contain_text("归档包不完整")


def test_the_library_is_searched_and_a_template_becomes_a_draft(
    live_server: LiveServer, browser: Browser, world: World
) -> None:
    template = make_template(
        campaign_id=world.campaign.pk, name="轻工整治", notes="先问社区。", by=world.cast.zhou, at=now()
    )  # fmt: skip
    for size in (DESK, PHONE):
        zhou = Person(browser, live_server.url, world.cast.zhou, size=size)
        page = zhou.go("/library/?q=自查率")
        expect(page.locator("mark").first).to_have_text("自查率")
        zhou.fits()
        if size is DESK:
            zhou.picture("library")
        page.get_by_role("link", name=world.campaign.title).first.click()
        zhou.fits()
        zhou.go(template.get_absolute_url())
        zhou.fits()
        zhou.press("起草新方案")
        expect(page).to_have_url(re.compile(r"/campaigns/\d+/confirm/"))
        expect(page.locator("body")).to_contain_text("2027年6月11日至7月20日")
        drafted = page.url.split("/")[-3]
        zhou.go(f"/library/plans/{drafted}/compare/")
        expect(page.locator("del").first).to_be_visible()
        zhou.fits()
        if size is DESK:
            zhou.picture("compare")
        assert zhou.complaints == []
