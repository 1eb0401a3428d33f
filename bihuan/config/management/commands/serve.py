"""Run the whole site on one machine: web server and background worker."""

import os
import sys

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from bihuan.config.supervise import Child, supervise


class Command(BaseCommand):
    """Start the web server and, unless told otherwise, one background worker."""

    help = "启动网站和后台任务。按 Ctrl-C 停止。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the address and how much to start."""
        parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
        parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
        parser.add_argument("--workers", type=int, default=2, help="网站进程数（默认 2）")
        parser.add_argument("--no-worker", action="store_true", help="不启动后台任务进程")

    def handle(self, *, host: str, port: int, workers: int, no_worker: bool, **_: object) -> None:
        """Refuse an unprepared database; else run until stopped."""
        self._refuse_an_old_database()
        children = [Child("网站", _web(host=host, port=port, workers=workers), vital=True)]
        if not no_worker and "worker" in get_commands():
            children.append(
                Child("后台任务", [sys.executable, "-m", "bihuan.config.cli", "worker"])
            )
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"闭环已启动：http://{shown}:{port}/    按 Ctrl-C 停止")
        if settings.DEMO:
            self.stdout.write(_demo_sign_ins())
        self.stdout.flush()
        code = supervise(children)
        if code:
            raise SystemExit(code)

    def _refuse_an_old_database(self) -> None:
        try:
            executor = MigrationExecutor(connections["default"])
        except OperationalError as error:
            raise CommandError(f"数据库连不上，可运行 bihuan doctor 查看原因。{error}") from error
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        connections.close_all()
        if missing:
            raise CommandError(
                f"数据库结构还差 {len(missing)} 步更新。请先运行：bihuan manage migrate"
            )


def _demo_sign_ins() -> str:
    # ``bihuan demo`` leaves them beside the data it built: building is its business, not ours.
    file = settings.VAR_DIR / "demo-logins.txt"
    if file.is_file():
        return f"演示账号：\n{file.read_text(encoding='utf-8').rstrip()}"
    return "演示模式：还没有演示数据，可运行 bihuan demo 建立"


def _web(*, host: str, port: int, workers: int) -> list[str]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if os.name == "nt" or settings.DEBUG:
        manage = [sys.executable, "-m", "bihuan.config.cli", "manage"]
        return [*manage, "runserver", bind, *([] if settings.DEBUG else ["--noreload"])]
    options = {
        "--bind": bind,
        "--workers": str(workers),
        "--worker-class": "gthread",
        "--threads": "4",
        "--timeout": "120",
        "--graceful-timeout": "20",
        "--keep-alive": "5",
        "--error-logfile": "-",
        "--log-level": "warning",
    }
    flat = [part for pair in options.items() for part in pair]
    return [sys.executable, "-m", "gunicorn", "bihuan.config.wsgi", *flat]
