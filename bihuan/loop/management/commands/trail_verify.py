"""``bihuan trail verify``: prove that the trail is what was written."""

from __future__ import annotations

import json
from itertools import islice

from django.core.management.base import BaseCommand, CommandParser

from bihuan.loop.models import Seal, TrailRow
from bihuan.loop.services.seals import verify_trail


class Command(BaseCommand):
    """Check every row, seal and link; exit 1 when something was changed."""

    help = "核验全部留痕是否被改动、删除或插入。无误退出码为 0，有问题为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the output form and how many faults to list."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--most", type=int, default=20, help="最多列出几处（默认 20）")

    def handle(self, *, most: int, **options: object) -> None:
        """Verify and report."""
        faults = list(islice(verify_trail(), most))
        rows, seals = TrailRow.objects.count(), Seal.objects.count()
        unsealed = TrailRow.objects.filter(seal__isnull=True).count()
        if options["json"]:
            found = [{"where": item.where, "message": item.message} for item in faults]
            report = {"rows": rows, "seals": seals, "unsealed": unsealed, "faults": found}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for fault in faults:
                self.stdout.write(f"{fault.where}：{fault.message}")
            verdict = "发现问题" if faults else "核验无误"
            self.stdout.write(f"{verdict}：{rows} 条留痕，{seals} 个封存，{unsealed} 条待封存。")
        if faults:
            raise SystemExit(1)
