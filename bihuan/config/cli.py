"""The command ``bihuan``: Django's management commands under the words people use.

``bihuan plan parse FILE`` runs the management command ``plan_parse``. Only commands
that this build holds are offered; ``bihuan manage …`` reaches Django's own.
"""

import os
import sys
from typing import NamedTuple

import django
from django.core.management import ManagementUtility, get_commands, load_command_class


class Word(NamedTuple):
    """One command as people type it, the management command behind it, and what it does."""

    words: tuple[str, ...]
    command: str
    says: str


# fmt: off
WORDS = (
    Word(("serve",),            "serve",            "启动网站和后台任务"),
    Word(("worker",),           "worker",           "只运行后台任务（定时、重试、封存）"),
    Word(("tick",),             "tick",             "执行每日例行处理，可补跑指定日期"),
    Word(("demo",),             "demo",             "建立演示数据"),
    Word(("simulate",),         "simulate",         "按给定规模生成模拟数据"),
    Word(("doctor",),           "doctor",           "检查安装是否完整，说明缺什么"),
    Word(("plan", "parse"),     "plan_parse",       "从方案文件中读出阶段、目标、任务"),
    Word(("plan", "explain"),   "plan_explain",     "逐句说明方案读出了什么、依据哪条规则"),
    Word(("plan", "import"),    "plan_import",      "导入方案文件，生成待核对的草稿"),
    Word(("library", "rebuild"), "library_rebuild", "重建方案库的全文索引"),
    Word(("trail", "verify"),   "trail_verify",     "核验办理留痕是否被改动"),
    Word(("archive", "verify"), "archive_verify",   "核验归档包，不需要数据库和网络"),
    Word(("metrics", "show"),   "metrics_show",     "显示指标数值和对应的记录"),
    Word(("import", "enterprises"), "import_enterprises", "从 Excel 导入企业名单"),
    Word(("backup",),           "backup",           "备份数据库和附件"),
    Word(("restore",),          "restore",          "从备份恢复"),
)
# fmt: on


def main(argv: list[str] | None = None) -> None:
    """Run one command; alone, list the commands with one line each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.config.settings")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that cannot show a character goes on
    args = sys.argv[1:] if argv is None else argv
    if not args or args[0] in {"-h", "--help", "help"}:
        sys.stdout.write(_overview())
        return
    if args[0] == "manage":
        ManagementUtility(["bihuan manage", *(args[1:] or ["help"])]).execute()
        return
    offered = _offered()
    for word in sorted(offered, key=lambda each: -len(each.words)):
        count = len(word.words)
        if tuple(args[:count]) == word.words:
            command = load_command_class(get_commands()[word.command], word.command)
            command.run_from_argv(["bihuan", " ".join(word.words), *args[count:]])
            return
    below = [word for word in offered if word.words[0] == args[0]]
    if below:
        sys.stderr.write("请写明下一级命令：\n" + _lines(below))
    else:
        sys.stderr.write(f"没有“{args[0]}”这个命令。\n" + _overview())
    raise SystemExit(2)


def _offered() -> list[Word]:
    django.setup()
    here = get_commands()
    return [word for word in WORDS if word.command in here]


def _overview() -> str:
    head = "用法：bihuan 命令 [选项]    （bihuan 命令 --help 查看某个命令的用法）\n\n"
    tail = "  " + "manage".ljust(22) + "其他管理命令（Django）\n"
    return head + _lines(_offered()) + tail


def _lines(words: list[Word]) -> str:
    return "".join(f"  {' '.join(word.words).ljust(22)}{word.says}\n" for word in words)


if __name__ == "__main__":
    main()
