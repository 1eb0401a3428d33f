"""``bihuan library rebuild``: make the index of the plan library anew."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from bihuan.library.services.indexing import rebuild


class Command(BaseCommand):
    """Make the index anew; searching finds nothing half done, for each plan is one transaction."""

    help = "重建方案库的全文索引。可重复运行。"

    def handle(self, **_: object) -> None:
        """Rebuild and report."""
        self.stdout.write(f"已编入 {rebuild(at=now())} 份方案。")
