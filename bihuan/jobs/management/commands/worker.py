"""``bihuan worker``: run background jobs, the daily tick and the sealing of the trail."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from bihuan.jobs.worker import run_worker


class Command(BaseCommand):
    """Run a worker until it is told to stop."""

    help = "运行后台任务、每日滚动和留痕封存，直到收到停止信号。可同时运行多个。"

    def handle(self, **_: object) -> None:
        """Start."""
        run_worker()
