"""Where the installed front-end packages' files stand under the static root.

``x.py`` copies them there from the npm packages; nothing of them is in the repository.
"""

from __future__ import annotations

FILES = {
    "tabler.css": "vendor/tabler/tabler.min.css",
    "tabler.js": "vendor/tabler/tabler.min.js",
    "htmx": "vendor/htmx/htmx.min.js",
    "alpine": "vendor/alpine/alpine-csp.min.js",
    "echarts": "vendor/echarts/echarts.min.js",
}
ICONS = "vendor/icons"
