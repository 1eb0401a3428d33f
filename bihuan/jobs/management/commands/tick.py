"""``bihuan tick``: roll the day."""

from __future__ import annotations

from datetime import date

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from bihuan.jobs.tick import retick, tick


class Command(BaseCommand):
    """Do the daily work up to a day."""

    help = "办理每日例行事项：滚动职责和报送、登记未履职、逾期升级、公布留痕每日根。可重复运行，停机后逐日补办。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the day and whether to repeat it."""
        parser.add_argument("--on", type=date.fromisoformat, help="办到这一天（YYYY-MM-DD）")
        parser.add_argument("--again", action="store_true", help="即使当天已办过，也再办一遍")

    def handle(self, *, on: date | None, again: bool, **_: object) -> None:
        """Roll and say what happened."""
        now = timezone.now()
        day = on or timezone.localdate(now)
        lines = list((retick if again else tick)(on=day, at=now))
        for line in lines:
            self.stdout.write(line)
        if not lines:
            self.stdout.write(f"{day.isoformat()} 已办理，没有需要补办的日子。")
