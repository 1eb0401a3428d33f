"""``bihuan plan parse``: read a plan document and print its drafts."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser

from bihuan.planparse import command


class Command(BaseCommand):
    """Print a JSON array with one draft per plan; exit 1 when the file cannot be read."""

    help = "读方案文件，输出 JSON（一个文件可含多份方案）。读不出时退出码为 1。"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file and where the JSON goes."""
        parser.add_argument("file", metavar="FILE", help=".txt .md .html .docx .pdf")
        parser.add_argument("--json", metavar="OUT", help="写入文件，不写到屏幕")

    def handle(self, *, file: str, json: str | None, **_: object) -> None:
        """Parse and report."""
        out = [] if json is None else ["--json", json]
        if code := command.main(["parse", file, *out]):
            raise SystemExit(code)
