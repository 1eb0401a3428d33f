"""People at their browsers: signing in, taking pictures of what they see."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from bihuan.people.models import User
from bihuan.people.tests.given import PASSWORD

DESK = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=390, height=844)
COLOURS = 128


class Person:
    """Somebody signed in at a browser of their own; ``complaints`` is what the browser minded."""

    def __init__(self, browser: Browser, site: str, user: User, *, size: ViewportSize) -> None:
        """Open a browser window of ``size`` and sign in by the form."""
        self.site, self.user = site, user
        is_phone = size is PHONE
        context = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport=size, accept_downloads=True,
            is_mobile=is_phone, has_touch=is_phone,
        )  # fmt: skip
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.go("/login/")
        self.page.fill("[name=username]", user.username)
        self.page.fill("[name=password]", PASSWORD)
        self.press("登录")
        expect(self.page).to_have_url(re.compile(rf"^{re.escape(site)}/$"))

    def _hear(self, said: object) -> None:
        if getattr(said, "type", "") == "error":
            self.complaints.append(str(getattr(said, "text", said)))

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(f"{self.site}{path}", wait_until="networkidle")
        return self.page

    def press(self, name: str) -> None:
        """Press the button of that name and wait for what it leads to."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state("networkidle")

    def confirm(self) -> None:
        """Say yes in the confirmation dialog."""
        expect(self.page.locator("#confirm")).to_be_visible()
        self.page.locator("#confirm-yes").click()
        self.page.wait_for_load_state("networkidle")

    def attach(self, chooser: str, photo: Path) -> None:
        """Choose a photo and wait until the server has it."""
        before = self.page.locator("img[src*='size=thumb']").count()
        self.page.locator(chooser).last.set_input_files(photo)
        expect(self.page.locator("img[src*='size=thumb']")).to_have_count(before + 1)

    def fits(self) -> None:
        """Assert that nothing sticks out sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"

    def picture(self, name: str) -> None:
        """Keep what is seen as a handbook picture, when ``BIHUAN_TEST_SCREENSHOTS`` names a folder."""
        folder = os.environ.get("BIHUAN_TEST_SCREENSHOTS")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.page.evaluate(
            """() => Promise.all([...document.images].filter((one) => one.loading !== "lazy")
                .map((one) => one.decode().catch(() => {})))"""
        )
        seen = Image.open(io.BytesIO(self.page.screenshot()))
        few = seen.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(Path(folder) / f"{name}.png", optimize=True)
