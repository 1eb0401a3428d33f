"""The main job in a real browser: from the plan's Word file to the issued bulletin."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.utils.timezone import localdate, now
from docx import Document
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.demo.pictures import picture
from bihuan.enterprises.tests.given import Factory, a_factory, an_enterprise
from bihuan.hazards.models import Hazard
from bihuan.hazards.services import close_hazard
from bihuan.hazards.states import HazardState
from bihuan.hazards.tests.given import a_photo, rectified
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.states import SelfCheckState
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.jobs.states import JobState
from bihuan.loop.states import EvidenceKind
from bihuan.oversight.models import Bulletin
from bihuan.people.tests.given import Cast, the_cast
from tests.browser.people import DESK, PHONE, Person
from tests.resilience.stage import day

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHANCE = Random(2026)  # the same pictures in every run
SPOKEN = "组织开展安全生产宣传教育"


def plan_lines(on: date) -> list[str]:
    """Return the plan that the clerk hands in; its dates lie around ``on``."""
    later = [on + timedelta(days=days) for days in (-1, 0, 1, 80, 40)]
    start, first_end, second, end, report = (day(one) for one in later)
    return [
        f"示例一镇{on.year}年工贸企业安全生产专项整治工作方案",
        "各社区、各有关企业：",
        "为压实企业主体责任，消除事故隐患，结合本镇实际，制定本方案。",
        "一、工作目标",
        f"{first_end}前，企业自查率达到100%；{end}前，隐患整改率达到95%以上，重点企业检查率达到20230%。",
        "二、整治范围",
        "全镇轻工行业企业。",
        "三、检查内容",
        "1.粉尘清扫制度是否落实，除尘系统是否正常运行；",
        "2.疏散通道、安全出口是否畅通；",
        "3.喷涂作业场所静电接地是否可靠。",
        "四、实施步骤",
        f"（一）自查自纠阶段（{start}至{first_end}）。企业对照检查内容逐项开展自查。",
        f"（二）集中整治阶段（{second}至{end}）。镇安全办组织检查，督促整改。",
        "五、工作要求",
        "分管领导带队检查每月不少于3次。",
        f"镇安全办于{report}前将自查情况报告报县安委办。",
        f"各社区要{SPOKEN}，营造人人讲安全的氛围。",
    ]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return the_cast()


@pytest.fixture
def factory(cast: Cast) -> Factory:
    for number in range(3):
        an_enterprise(cast.town_one, name=f"示例木器{number}厂")
    return a_factory(cast)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "现场.jpg"
    file.write_bytes(picture(CHANCE))
    return file


def fresh(photo: Path) -> Path:
    """Return the file with another picture in it: one photo proves one thing."""
    photo.write_bytes(picture(CHANCE))
    return photo


def test_a_plan_runs_from_upload_to_bulletin(
    live_server: LiveServer, browser: Browser, cast: Cast, factory: Factory, photo: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    clerk = Person(browser, live_server.url, cast.zhou, size=DESK)
    campaign = hand_in(clerk, tmp_path)
    settle_everything(clerk, campaign)
    launch(clerk, campaign)

    before = shown_number(clerk, "self_check.rate")
    manager = Person(browser, live_server.url, factory.qian, size=PHONE)
    fill_the_self_check(manager, campaign, factory, photo)
    assert shown_number(clerk, "self_check.rate") != before
    number_equals_its_records(clerk, "self_check.rate")

    kept, sent_back = Hazard.objects.order_by("pk")
    for hazard in (kept, sent_back):
        rectify(manager, hazard, photo)
    inspector = Person(browser, live_server.url, cast.lin, size=DESK)
    recheck(inspector, kept, sent_back, photo)
    number_equals_its_records(clerk, "hazard.closing_rate")
    number_equals_its_records(clerk, "hazard.found")

    read_the_living_document(clerk, campaign)
    chief = Person(browser, live_server.url, cast.zhao, size=DESK)
    bulletin = publish(clerk, chief, campaign)
    stays_as_it_was_issued(chief, bulletin, sent_back, cast, factory)
    for person in (clerk, manager, inspector, chief):
        assert person.complaints == []


# --- 1 and 2: the plan is handed in and confirmed -----------------------------------------------


def hand_in(clerk: Person, folder: Path) -> Campaign:
    file, paper = folder / "工作方案.docx", Document()
    for line in plan_lines(localdate()):
        paper.add_paragraph(line)
    paper.save(str(file))
    clerk.picture("workbench-clerk")
    page = clerk.go("/campaigns/upload/")
    page.set_input_files("input[name=file]", file)
    clerk.picture("upload")
    clerk.press("读取方案")
    expect(page).to_have_url(re.compile(r"/confirm/$"))
    return Campaign.objects.get()


def settle_everything(clerk: Person, campaign: Campaign) -> None:
    page = clerk.page
    doubt = page.locator(".item[data-kind=anomaly]", has_text="20230%")
    expect(doubt).to_contain_text("像是「100%」")
    expect(page.get_by_role("button", name="发起行动")).to_be_disabled()
    clerk.picture("confirm")
    doubt.get_by_role("button", name="用「100%」").click()
    target = page.locator(".item[data-kind=target]", has_text="检查率")
    expect(target.locator(".item__summary")).to_contain_text("100%")
    page.get_by_role("button", name=re.compile("^全部接受把握≥0.9")).click()
    expect(page.locator(".items__told")).to_contain_text("项")
    waiting = page.locator("#items .item[data-decision=pending]")
    expect(page.locator(".item[data-decision=accepted]").first).to_be_visible()
    while (left := waiting.count()) > 0:
        waiting.first.locator("[data-accept]").click()
        expect(waiting).to_have_count(left - 1)
    add_by_selecting(page)
    added = campaign.items.get(decision="added", kind="task")
    assert added.quote == SPOKEN
    assert campaign.text[added.start_char : added.end_char] == SPOKEN


def add_by_selecting(page: Page) -> None:
    """Select a passage of the text with the mouse's own means and make a task of it."""
    page.evaluate(
        """words => {
            const walk = document.createTreeWalker(document.querySelector('#plan-text'), NodeFilter.SHOW_TEXT);
            let node;
            while ((node = walk.nextNode())) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                node.parentElement.scrollIntoView({block: 'center'});
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                const selection = window.getSelection();
                selection.removeAllRanges();
                selection.addRange(range);
                return;
            }
            throw new Error('the words are not in one piece of the text');
        }""",
        SPOKEN,
    )
    expect(page.locator("#picker")).to_be_visible()
    page.locator("#picker [data-add-kind=task]").click()
    expect(page.locator(".item--new")).to_contain_text(SPOKEN)
    page.locator(".item--new").get_by_role("button", name="添加").click()
    expect(page.locator(".item[data-kind=task][data-decision=added]")).to_have_count(1)


# --- 3: launched --------------------------------------------------------------------------------


def launch(clerk: Person, campaign: Campaign) -> None:
    page = clerk.page
    page.get_by_role("link", name="发起行动").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#launch-preview")).to_contain_text("4 家企业")
    clerk.picture("launch")
    page.get_by_role("button", name="发起行动").click()
    clerk.confirm()
    expect(page).to_have_url(re.compile(rf"/campaigns/{campaign.pk}/$"))
    expect(page.locator("main")).to_contain_text("下达：")
    clerk.picture("launching")
    job = run_job(Job.objects.get().pk, clock=now)
    assert job.state == JobState.DONE, job.message
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.RUNNING
    assert SelfCheck.objects.count() == 4


# --- 4: the enterprise --------------------------------------------------------------------------


def fill_the_self_check(manager: Person, campaign: Campaign, factory: Factory, photo: Path) -> None:
    check = SelfCheck.objects.get(enterprise=factory.enterprise)
    page = manager.go("/")
    manager.fits()
    manager.picture("phone-home")
    page.locator(f"a[href='{check.get_absolute_url()}']").first.click()
    page.wait_for_load_state("networkidle")
    items = list(check.checklist.items.order_by("number"))
    for item in items:
        card = page.locator(f"#item-{item.pk}")
        failed = item.number < 3
        card.locator(f"input[name=answer][value={'fail' if failed else 'pass'}]").check()
        if failed:
            card.locator("[data-when=fail] textarea[name=note]").fill(f"示例问题{item.number}")
            card.locator("[name=place]").fill("打磨车间")
            card.locator("[name=measures]").fill("当班清扫并建立台账。")
        expect(page.locator(f"#saved-{item.pk}")).to_contain_text("已保存")
        if failed:
            page.wait_for_timeout(900)  # what is typed saves itself after a short pause
            manager.attach(f"#item-{item.pk} input[name=photo]", fresh(photo))
            card.scroll_into_view_if_needed()
            manager.picture("phone-self-check")
    manager.fits()
    page.get_by_role("link", name="填完了，核对并报送").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("报送后将生成 2 条隐患")
    manager.picture("phone-finish")
    manager.press("完成自查并报送")
    check.refresh_from_db()
    assert check.state == SelfCheckState.SUBMITTED
    assert (
        list(Hazard.objects.values_list("state", "campaign_ref"))
        == [(HazardState.ORDERED, campaign.pk)] * 2
    )


# --- 5: the loop of a hazard --------------------------------------------------------------------


def rectify(manager: Person, hazard: Hazard, photo: Path) -> None:
    page = manager.go(f"{hazard.get_absolute_url()}?do=rectify")
    manager.fits()
    page.fill("#do [name=note]", "已清扫干净，复测合格。")
    manager.attach("#do input[name=file]:not([capture])", fresh(photo))
    manager.picture("phone-rectify")
    page.locator("#do").get_by_role("button", name="报告整改").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("已办理“报告整改”")


def recheck(inspector: Person, kept: Hazard, sent_back: Hazard, photo: Path) -> None:
    page = inspector.go(f"{kept.get_absolute_url()}?do=close")
    inspector.attach("#do input[name=file]:not([capture])", fresh(photo))
    inspector.picture("hazard")
    page.locator("#do").get_by_role("button", name="销号").click()
    answer_a_question(inspector)
    expect(page.locator("main")).to_contain_text("这条隐患已办结")
    page = inspector.go(f"{sent_back.get_absolute_url()}?do=return")
    page.fill("#do [name=reason]", "角落仍有积尘。")
    page.locator("#do").get_by_role("button", name="退回整改").click()
    answer_a_question(inspector)
    expect(page.locator("main")).to_contain_text("已办理“退回整改”")
    kept.refresh_from_db()
    sent_back.refresh_from_db()
    assert (kept.state, sent_back.state) == (HazardState.CLOSED, HazardState.ORDERED)
    inspector.go(kept.get_absolute_url())
    inspector.picture("hazard-closed")


def answer_a_question(person: Person) -> None:
    """Confirm when the page asks."""
    if person.page.locator("#confirm").is_visible():
        person.confirm()
    person.page.wait_for_load_state("networkidle")


# --- 6: numbers ---------------------------------------------------------------------------------


def shown_number(person: Person, key: str) -> str:
    page = person.go(f"/metrics/{key}/")
    return page.locator("h1").inner_text()


def number_equals_its_records(person: Person, key: str) -> None:
    page = person.go(f"/metrics/{key}/")
    person.picture(f"metric-{key.replace('.', '-').replace('_', '-')}")
    link = page.locator("dl.facts dd a").first
    number = int(re.sub(r"\D", "", link.inner_text()))
    link.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text(f"共 {number} 条")
    assert page.locator("table.list-table tbody tr").count() == number
    person.picture(f"records-{key.replace('.', '-').replace('_', '-')}")


# --- 7: the living document ---------------------------------------------------------------------


def read_the_living_document(clerk: Person, campaign: Campaign) -> None:
    page = clerk.go(f"/campaigns/{campaign.pk}/")
    sentence = page.locator(".sentence", has_text="企业自查率达到100%").first
    expect(sentence).to_contain_text("25%")
    expect(page.locator(".sentence--untracked").first).to_be_visible()
    sentence.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_contain_text("自查率")
    expect(page.locator("#panel a.figure-link").first).to_contain_text("25%")
    clerk.picture("living")
    clerk.go(f"/campaigns/{campaign.pk}/matrix/")
    clerk.picture("matrix")


# --- 8: the bulletin ----------------------------------------------------------------------------


def publish(clerk: Person, chief: Person, campaign: Campaign) -> Bulletin:
    page = clerk.go(f"/campaigns/{campaign.pk}/")
    page.get_by_role("link", name="起草通报").click()
    clerk.press("起草")
    bulletin = Bulletin.objects.get()
    expect(page.locator(".paper")).to_contain_text("25%（1/4）")
    clerk.picture("bulletin-draft")
    clerk.press("送签")
    page = chief.go(bulletin.get_absolute_url())
    chief.press("签发")
    answer_a_question(chief)
    expect(page.locator(".paper__number")).to_contain_text("示一安办发")
    expect(page.locator(".corrections")).to_have_count(0)
    chief.picture("bulletin")
    for name, opening in (("下载 Word", b"PK\x03\x04"), ("下载 PDF", b"%PDF-")):
        with page.expect_download() as coming:
            page.get_by_role("link", name=name).click()
        octets = Path(coming.value.path()).read_bytes()
        assert octets.startswith(opening)
        if name == "下载 Word":
            words = "".join(one.text for one in Document(io.BytesIO(octets)).paragraphs)
            assert "25%（1/4）" in words
    bulletin.refresh_from_db()
    return bulletin


def stays_as_it_was_issued(
    chief: Person, bulletin: Bulletin, hazard: Hazard, cast: Cast, factory: Factory
) -> None:
    page = chief.go(bulletin.get_absolute_url())
    before = page.locator(".paper").inner_text()
    at: datetime = now()
    hazard.refresh_from_db()
    rectified(hazard, factory, at=at)
    proof = a_photo(EvidenceKind.RECHECK, cast.lin, factory.enterprise, at=at)
    close_hazard(hazard_id=hazard.pk, evidence=[proof], by=cast.lin, at=at)
    page = chief.go(bulletin.get_absolute_url())
    assert page.locator(".paper").inner_text() == before
    expect(page.locator(".corrections")).to_contain_text("整改率")
    expect(page.locator(".corrections")).to_contain_text("100%（2/2）")
    chief.picture("bulletin-correction")
