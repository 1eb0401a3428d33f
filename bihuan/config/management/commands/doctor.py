"""Say what is in order and what is missing, so that an administrator can put it right."""

import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator
from typing import NamedTuple

import django
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from bihuan.config.checks import missing_frontend_files
from bihuan.config.env import PREFIX, Env

FONT_KINDS = {".ttf", ".otf", ".ttc"}
LEAST_FREE = 2 * 1024**3  # bytes: a backup, the uploads of a busy week


class Finding(NamedTuple):
    """One thing looked at: whether it is well, what was seen, and what to do if not."""

    well: bool
    subject: str
    seen: str
    advice: str = ""


class Command(BaseCommand):
    """Look at everything the site needs; exit with 1 if something is not well."""

    help = "检查安装是否完整，逐项说明现状和处理办法。有问题时退出码为 1。"
    requires_system_checks = ()  # it looks for itself, and goes on

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer a form for programs."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, json: bool, **_: object) -> None:
        """Print the findings."""
        found = list(findings())
        self.stdout.write(_as_json(found) if json else _as_text(found))
        if not all(each.well for each in found):
            raise SystemExit(1)


def findings() -> Iterator[Finding]:
    """Look at each thing in turn; one that cannot be looked at does not hide the next."""
    looks: list[Callable[[], Finding]] = [
        _versions, _variables, _var_dir, _database, _migrations, _frontend, _static, _fonts, _mode,
    ]  # fmt: skip
    for look in looks:
        yield look()


def _versions() -> Finding:
    seen = f"Python {platform.python_version()}，Django {django.get_version()}"
    return Finding(well=True, subject="版本", seen=seen)


def _variables() -> Finding:
    known = {f"{PREFIX}{name}".upper() for name in Env.model_fields}
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith(PREFIX) and name not in known and not name.startswith(f"{PREFIX}TEST_")
    )
    return Finding(
        well=not unknown,
        subject="环境变量",
        seen=f"不认识：{'、'.join(unknown)}" if unknown else "没有写错的名称",
        advice=f"可用的有：{'、'.join(sorted(known))}",
    )


def _var_dir() -> Finding:
    folder = settings.VAR_DIR
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return Finding(
            well=False, subject="数据目录", seen=f"{folder} 不能写入", advice="请检查目录权限"
        )
    free = shutil.disk_usage(folder).free
    return Finding(
        well=free >= LEAST_FREE,
        subject="数据目录",
        seen=f"{folder}，剩余 {free / 1024**3:.1f} GB",
        advice="剩余空间不足 2 GB，请清理或扩容",
    )


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        advice = "请检查 BIHUAN_DATABASE_URL 和数据库服务"
        return Finding(well=False, subject="数据库", seen=f"连不上：{error}".strip(), advice=advice)
    seen = f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"
    return Finding(well=True, subject="数据库", seen=seen)


def _migrations() -> Finding:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Finding(well=False, subject="数据库结构", seen="无法读取", advice="先解决数据库连接")
    seen = f"还差 {len(missing)} 步更新" if missing else "已是最新"
    return Finding(
        well=not missing, subject="数据库结构", seen=seen, advice="请运行 bihuan manage migrate"
    )


def _frontend() -> Finding:
    missing = missing_frontend_files()
    return Finding(
        well=not missing,
        subject="前端文件",
        seen=f"缺少 {'、'.join(missing)}" if missing else "齐全",
        advice="请运行 python3 x.py up --no-serve",
    )


def _static() -> Finding:
    ready = settings.DEBUG or (settings.STATIC_ROOT / "staticfiles.json").is_file()
    return Finding(
        well=ready,
        subject="静态文件",
        seen="已整理" if ready else "尚未整理",
        advice="请运行 bihuan manage collectstatic --noinput",
    )


def _fonts() -> Finding:
    if settings.FONT_DIR is None:
        return Finding(well=True, subject="公文字体", seen="使用自带的思源宋体、思源黑体")
    names = [path.name for path in settings.FONT_DIR.iterdir() if path.suffix.lower() in FONT_KINDS]
    return Finding(
        well=bool(names),
        subject="公文字体",
        seen=f"{settings.FONT_DIR} 中有 {len(names)} 个字体文件",
        advice="BIHUAN_FONT_DIR 应指向含有 .ttf、.otf 或 .ttc 文件的目录",
    )


def _mode() -> Finding:
    if settings.DEBUG:
        return Finding(well=True, subject="运行模式", seen="开发（不可用于正式环境）")
    return Finding(well=True, subject="运行模式", seen="演示" if settings.DEMO else "正式")


def _as_json(found: list[Finding]) -> str:
    return json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=2)


def _as_text(found: list[Finding]) -> str:
    lines = []
    for each in found:
        lines.append(f"{'✓' if each.well else '✗'} {each.subject}：{each.seen}")
        if not each.well:
            lines.append(f"    → {each.advice}")
    return "\n".join(lines)
