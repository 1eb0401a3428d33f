"""``bihuan plan explain``: say sentence by sentence what was read, and by which rule."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser

from bihuan.planparse import command


class Command(BaseCommand):
    """Explain a plan document; exit 1 when the file cannot be read."""

    help = "逐句列出读到了什么、由哪条规则读到。读不出时退出码为 1。"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file."""
        parser.add_argument("file", metavar="FILE", help=".txt .md .html .docx .pdf")

    def handle(self, *, file: str, **_: object) -> None:
        """Explain."""
        if code := command.main(["explain", file]):
            raise SystemExit(code)
