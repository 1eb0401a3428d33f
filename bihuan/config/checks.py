"""System checks: what is missing is named before the first request runs into it."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004  # Django's name

FRONTEND = Path(settings.PACKAGE_DIR) / "web" / "frontend.json"
SHOWN = 5  # names in one message
VENDOR = Path(settings.PACKAGE_DIR) / "web" / "static" / "vendor"


def missing_frontend_files() -> list[str]:
    """Return the listed front-end files that are not installed, as paths below ``static/vendor``."""
    wanted = json.loads(FRONTEND.read_text(encoding="utf-8"))
    targets = [*wanted["files"].values(), *(f"icons/{name}.svg" for name in wanted["icons"])]
    return [target for target in targets if not (VENDOR / target).is_file()]


@register()
def frontend_is_installed(**_: Any) -> list[CheckMessage]:
    """Name the front-end files that the install step has not brought."""
    missing = missing_frontend_files()
    if not missing:
        return []
    shown = "、".join(missing[:SHOWN]) + (f" 等 {len(missing)} 个" if len(missing) > SHOWN else "")
    return [
        Error(
            f"缺少网页前端文件：{shown}", hint="请运行 python3 x.py up --no-serve", id="bihuan.E001"
        )
    ]


@register(deploy=True)
def demo_is_off(**_: Any) -> list[CheckMessage]:
    """Warn that demo sign-ins are open when the deployment is checked."""
    if not settings.DEMO:
        return []
    return [
        Warning(
            "演示模式已打开，任何人都能以演示账号登录",
            hint="正式环境请勿设置 BIHUAN_DEMO",
            id="bihuan.W001",
        )
    ]
