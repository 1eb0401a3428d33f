"""``bihuan archive verify FILE``: prove a package without the database or the network."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bihuan.archives.proving import prove, shown


class Command(BaseCommand):
    """Prove one package; the exit code says whether it is whole."""

    help = "核验归档包：是否被改动、移走或加入文件，留痕是否都在封存之内。不需要数据库和网络。"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and the output form."""
        parser.add_argument("file", metavar="FILE", type=Path, help="归档包（.zip）")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, file: Path, json: bool, **_: object) -> None:
        """Prove and report; anything wrong is an error with the first file that is."""
        try:
            with file.open("rb") as stream:
                report = prove(stream)
        except OSError as error:
            message = f"读不到文件“{file}”：{error.strerror or error}。请检查路径和权限。"
            raise CommandError(message) from error
        if json:
            told = {
                "ok": report.ok, "package_digest": report.digest, "files": report.files,
                "trail_rows": report.rows, "withheld": report.withheld,
                "faults": [
                    {"path": shown(one.path), "message": shown(one.message)}
                    for one in report.faults
                ],
            }  # fmt: skip
            self.stdout.write(jsonlib.dumps(told, ensure_ascii=False, indent=1))
        if not report.ok:
            more = f"（共 {len(report.faults)} 处）" if len(report.faults) > 1 else ""
            raise CommandError(f"归档包不完整：{report.faults[0]}{more}")
        if not json:
            self.stdout.write(
                f"归档包完整：{report.about.get('title', '')}，{report.files} 个文件，"
                f"{report.rows} 条留痕（其中 {report.withheld} 条只存摘要）。\n"
                f"归档摘要 {report.digest}"
            )
