"""``bihuan demo``: build the demo county in an empty database."""

from __future__ import annotations

import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bihuan.demo.build import PASSWORD, build
from bihuan.demo.world import Sizes
from bihuan.people.demo import cast
from bihuan.people.models import Area

STEP = 15


class Command(BaseCommand):
    """Build the demo world."""

    help = "在空数据库中建立演示县：按天模拟一年的真实业务。数据、人名、企业均为虚构。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare sizes and the opening day."""
        parser.add_argument("--enterprises", type=int, default=200, help="企业数量（默认 200）")
        parser.add_argument("--towns", type=int, default=8, help="乡镇数量（1–8，默认 8）")
        parser.add_argument("--on", type=date.fromisoformat, help="开幕日（默认今天）")
        parser.add_argument("--seed", type=int, default=1, help="随机数种子（默认 1）")

    def handle(
        self, *, enterprises: int, towns: int, on: date | None, seed: int, **_: object
    ) -> None:
        """Build, with progress on one line."""
        if not settings.DEMO:
            raise CommandError("演示数据只能在演示环境建立：请设置 BIHUAN_DEMO=1。")
        if Area.objects.exists():
            raise CommandError("数据库中已有数据。请换一个空的 BIHUAN_VAR_DIR，或先备份再清空。")
        if not 1 <= towns <= 8 or enterprises < towns:  # noqa: PLR2004 - eight names of towns
            raise CommandError("乡镇数量须为 1–8，企业数量不少于乡镇数量。")
        began = time.monotonic()

        def show(done: int, total: int, day: date) -> None:
            if done % STEP == 0 or done == total:
                self.stdout.write(f"  {day.isoformat()}  {done * 100 // total:3d}%")

        build(
            Sizes(enterprises=enterprises, towns=towns), opening=on or timezone.localdate(),
            seed=seed, progress=show,
        )  # fmt: skip
        self._write_logins()
        self.stdout.write(
            f"演示县已建立，用时 {time.monotonic() - began:.0f} 秒。密码均为 {PASSWORD}"
        )

    def _write_logins(self) -> None:
        lines = "".join(f"  {one.username:<22}{one.role} {one.name}\n" for one in cast())
        text = f"演示账号（密码均为 {PASSWORD}，登录页也可一键进入）：\n{lines}"
        (settings.VAR_DIR / "demo-logins.txt").write_text(text, encoding="utf-8")
