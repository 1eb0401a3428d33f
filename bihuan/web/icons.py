"""Single icons of the installed icon package, put into the page as inline SVG.

Which icons are installed is the list ``icons`` of ``frontend.json``.
"""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bihuan.web.vendor import ICONS

logger = logging.getLogger(__name__)
_INNER = re.compile(r"<svg[^>]*>(?P<inner>.*)</svg>", re.DOTALL)


@cache
def _inner(name: str) -> str:
    found = finders.find(f"{ICONS}/{name}.svg")
    if not found:
        logger.warning("icon %s is not installed: list it in frontend.json", name)
        return ""
    match = _INNER.search(Path(found).read_text(encoding="utf-8"))
    assert match, f"{name}.svg holds no <svg>"
    return " ".join(match["inner"].split())


def svg(name: str, css: str = "") -> SafeString:
    """Return the icon as decoration: sized by the text, hidden from screen readers.

    An icon that is not installed leaves an empty space, never a broken page.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="20" height="20" fill="none"'
        ' stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        f" {css}" if css else "",
        mark_safe(_inner(name)),  # noqa: S308 - a file of the installed package
    )
