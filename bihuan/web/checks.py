"""System check: a menu entry without its page is named before the first page fails on it."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import NoReverseMatch, reverse

from bihuan.web import menu


@register()
def menu_has_its_pages(**_: Any) -> list[CheckMessage]:
    """Name the registered entries whose address nobody gives out."""
    return [
        Error(
            f"菜单「{label}」指向的页面 {url_name} 不存在",
            hint="请核对 menu.add、menu.add_badge、menu.add_tab 的 url_name 与该应用的 urls.py",
            id="bihuan.E010",
        )
        for label, url_name in menu.addresses()
        if not _exists(url_name)
    ]


def _exists(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True
