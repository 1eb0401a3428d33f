"""Single icons of the installed icon package, put into the page as inline SVG."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bihuan.web.vendor import ICONS

_INNER = re.compile(r"<svg[^>]*>(?P<inner>.*)</svg>", re.DOTALL)


class IconMissingError(LookupError):
    """The icon is not among the installed front-end files."""


@cache
def _inner(name: str) -> str:
    found = finders.find(f"{ICONS}/{name}.svg")
    if not found:
        raise IconMissingError(f"{ICONS}/{name}.svg is not installed; add it to frontend.json")
    match = _INNER.search(Path(found).read_text(encoding="utf-8"))
    assert match, f"{name}.svg holds no <svg>"
    return " ".join(match["inner"].split())


def svg(name: str, css: str = "") -> SafeString:
    """Return the icon as decoration: sized by the text, hidden from screen readers.

    Raises:
        IconMissingError: the front-end step has not brought this icon.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="20" height="20" fill="none"'
        ' stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        f" {css}" if css else "",
        mark_safe(_inner(name)),  # noqa: S308 - a file of the installed package
    )
