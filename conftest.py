"""What every test shares: uploads that vanish, and a browser that is really there."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from bihuan.config.settings_test import TEST_DIR

CHROMIUM_FLAGS = [
    "--no-sandbox",  # the suite may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",  # the browser's own words, such as those of a file chooser
]


def chromium() -> str | None:
    """Return the path of a Chromium of this machine; ``CHROMIUM`` in the environment wins."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def pytest_configure() -> None:
    """Make the folder that holds this process's test database and uploads."""
    TEST_DIR.mkdir(exist_ok=True)


def pytest_unconfigure() -> None:
    """Leave nothing behind, in a worker process either."""
    shutil.rmtree(TEST_DIR, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let browser tests run where a browser is; elsewhere skip them with the reason, but not in CI."""
    for item in items:
        if item.get_closest_marker("browser") is None:
            continue
        item.add_marker(pytest.mark.django_db(transaction=True))
        if chromium() is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="没有找到 Chromium，浏览器测试未运行"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the machine's own Chromium; none is downloaded."""
    path = chromium()
    assert path, "浏览器测试需要 Chromium：请安装 chromium，或用环境变量 CHROMIUM 指明路径"
    return {"executable_path": path, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Show pages as an office computer in China would."""
    return {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture(autouse=True)
def _own_uploads(settings: Settings, tmp_path: Path) -> None:
    """Give each test its own upload folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
