"""How many keys, and how much of a clerk's time, confirming a plan takes.

usage: python benchmarks/confirming/bench_keys.py [FILE]
       (default: the dirty town plan 003 of the public plans, where they lie beside the repository)

Walks the confirmation page in Chromium as a careful clerk would, by keys alone: doubts one by one,
then each kind in its tab: what the parser is sure of is read and accepted together, what needs a
person's eye (a target's metric, an item of little confidence) by itself. The reading is modelled, so
many seconds per item; the page's own answers are measured. Decides nothing else than the clerk
would: every item of the plan is decided at the end, or the run fails.
"""

import os
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLANS = Path(os.environ.get("BIHUAN_TEST_PLANS_DIR", ROOT.parent / "shared" / "plans"))
DOUBT, BY_ITSELF, IN_BATCH, GLANCE = 6.0, 6.0, 3.0, 1.0
"""Modelled seconds of reading: a doubt; an item decided by itself, or of small confidence;
one of a batch that is sure; a new tab."""
SETTLED = 60
"""Milliseconds after which the page has put an answer in its place."""

os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.config.settings_test"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
    "1"  # the browser's loop and the test database share a thread
)


class Clerk:
    """Presses keys, and counts what a person would have spent."""

    def __init__(self, page) -> None:
        self.page, self.keys, self.read, self.waited = page, Counter(), 0.0, 0.0

    def press(self, key: str, *, reading: float = 0.0, answers: bool = False) -> None:
        """Read so long, press, and wait for the answer where one comes."""
        self.read += reading
        self.keys[key] += 1
        start = time.perf_counter()
        if answers:
            with self.page.expect_response(
                lambda one: one.request.method == "POST" and "pulse" not in one.url
            ):
                self.page.keyboard.press(key)
            self.page.locator("#saved[data-tone=done]").wait_for()
            self.page.wait_for_timeout(SETTLED)
        else:
            self.page.keyboard.press(key)
        self.waited += time.perf_counter() - start

    def count(self, css: str) -> int:
        return self.page.locator(css).count()


def confirm(clerk: Clerk) -> None:
    """Decide every item of the page."""
    waiting = "#items .item[data-decision=pending]"
    while clerk.count(f"{waiting}[data-kind=anomaly]"):
        clerk.press("n") if not clerk.keys else None
        clerk.press("a", reading=DOUBT, answers=True)
    tabs = clerk.page.locator("#item-tabs a").evaluate_all(
        "all => all.map(one => one.dataset.kind)"
    )
    for number, kind in enumerate(tabs):
        here = f"{waiting}[data-kind={kind}]"
        if not kind or not clerk.count(here):
            continue
        clerk.press(str(number), reading=GLANCE)
        button = clerk.page.locator(f'#confirm-progress [name=pick][value="{kind}:0"]')
        if button.count():  # its number stands in the closed table of the bulk
            low = clerk.count(f"{here}[data-states~=low]")
            clerk.press(
                "Shift+A",
                reading=IN_BATCH * (int(button.text_content()) - low) + BY_ITSELF * low,
                answers=True,
            )
        while clerk.count(here):
            clerk.press("a", reading=BY_ITSELF, answers=True)


def main(argv: list[str]) -> None:
    path = Path(argv[0]) if argv else next(iter(sorted((PLANS / "seeds").glob("003_*.txt"))), None)
    if path is None:
        print("没有找到方案 003，已跳过；可用参数指定一份方案。")
        return
    import django  # set up after the settings are named

    django.setup()
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test import Client
    from django.test.testcases import LiveServerThread
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases
    from django.utils.timezone import now
    from playwright.sync_api import sync_playwright

    from bihuan.campaigns.services.importing import import_plan
    from bihuan.config.settings_test import TEST_DIR
    from bihuan.people.tests.given import the_cast

    TEST_DIR.mkdir(exist_ok=True)
    setup_test_environment()
    old = setup_databases(verbosity=0, interactive=False)
    try:
        cast = the_cast()
        (campaign,) = import_plan(
            data=path.read_bytes(),
            name=path.name,
            organisation=cast.town_one,
            by=cast.zhou,
            at=now(),
        )
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        client = Client()
        client.force_login(cast.zhou, backend="bihuan.people.backends.AccountBackend")
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            address = f"http://127.0.0.1:{server.port}"
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}]
            )
            page = context.new_page()
            page.goto(f"{address}/campaigns/{campaign.pk}/confirm/", wait_until="networkidle")
            clerk = Clerk(page)
            confirm(clerk)
            browser.close()
        left = campaign.items.filter(decision="pending").count()
        assert left == 0, f"{left} items are still undecided"
        total = clerk.read + clerk.waited
        print(f"{path.name}: {len(campaign.text)} chars, {campaign.items.count()} items")
        print(f"keys {sum(clerk.keys.values())}: {dict(clerk.keys)}")
        print(
            f"reading (modelled) {clerk.read:.0f} s, page (measured) {clerk.waited:.0f} s, together {total / 60:.1f} min"
        )
        server.terminate()
    finally:
        teardown_databases(old, verbosity=0)
        shutil.rmtree(TEST_DIR, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
