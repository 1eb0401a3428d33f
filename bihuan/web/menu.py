"""The left menu, the counts in the top bar and the phone's bottom bar.

Apps register their entries in ``AppConfig.ready``::

    menu.add("双重预防", "隐患", "hazards:list", icon="alert-triangle", need="hazard.view")
    menu.add_badge("todo", "待办", "loop:todos", icon="checklist", count=open_todos)
    menu.add_tab("检查", "inspections:mine", icon="clipboard-check", order=20)

An entry without ``need`` is for everybody who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse

from bihuan.web.need import Need, permits

if TYPE_CHECKING:
    from bihuan.people.models import User

GROUPS = {
    "工作台": "layout-dashboard",
    "方案行动": "target-arrow",
    "企业档案": "building-factory-2",
    "双重预防": "shield-check",
    "监督检查": "clipboard-check",
    "部门协同": "users-group",
    "履职宣教": "school",
    "统计考核": "chart-bar",
    "系统": "settings",
}
COUNT_CAP = 99
FEW_LINES = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu or one tab of the phone's bottom bar."""

    label: str
    url_name: str
    icon: str
    need: Need = None
    order: int = 100

    @property
    def url(self) -> str:
        """The page the entry opens."""
        return reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class Badge:
    """A count in the top bar that opens its list."""

    key: str
    label: str
    url_name: str
    icon: str
    count: Callable[[User], int]
    need: Need = None
    order: int = 100


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0

    @property
    def count_text(self) -> str:
        """The count, 「99+」 above what one can take in."""
        return f"{COUNT_CAP}+" if self.count > COUNT_CAP else str(self.count)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the menu with the lines a person may use."""

    label: str
    icon: str
    lines: tuple[Line, ...]
    is_open: bool = True

    @property
    def current(self) -> bool:
        """Whether the open page belongs to this group."""
        return any(line.current for line in self.lines)


@dataclass(slots=True)
class Menu:
    """What apps registered."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in GROUPS})
    badges: dict[str, Badge] = field(default_factory=dict)
    tabs: list[Entry] = field(default_factory=list)

    def add(
        self,
        group: str,
        label: str,
        url_name: str,
        icon: str,
        need: Need = None,
        *,
        order: int = 100,
    ) -> None:
        """Put a line under ``group``; the same page registered again replaces the first."""
        lines = [entry for entry in self.entries[group] if entry.url_name != url_name]
        lines.append(Entry(label, url_name, icon, need, order))
        self.entries[group] = sorted(lines, key=lambda entry: entry.order)

    def add_badge(
        self,
        key: str,
        label: str,
        url_name: str,
        icon: str,
        *,
        count: Callable[[User], int],
        need: Need = None,
        order: int = 100,
    ) -> None:
        """Put a count into the top bar: 「待办 9」."""
        self.badges[key] = Badge(key, label, url_name, icon, count, need, order)

    def add_tab(
        self, label: str, url_name: str, icon: str, need: Need = None, *, order: int = 100
    ) -> None:
        """Put a tab into the phone's bottom bar."""
        tabs = [tab for tab in self.tabs if tab.url_name != url_name]
        tabs.append(Entry(label, url_name, icon, need, order))
        self.tabs = sorted(tabs, key=lambda tab: tab.order)

    def addresses(self) -> list[tuple[str, str]]:
        """Return the label and address name of everything registered."""
        entries = [entry for entries in self.entries.values() for entry in entries]
        everything: list[Entry | Badge] = [*entries, *self.badges.values(), *self.tabs]
        return [(one.label, one.url_name) for one in everything]

    def groups_for(self, user: User, path: str) -> list[Group]:
        """Return the groups that hold something ``user`` may use, the page at ``path`` marked.

        A long menu shows the lines of the first and the current group; a short one everything.
        """
        allowed = {
            name: [entry for entry in entries if permits(user, entry.need)]
            for name, entries in self.entries.items()
        }
        here = _closest((entry.url for entries in allowed.values() for entry in entries), path)
        is_short = sum(len(entries) for entries in allowed.values()) <= FEW_LINES
        return [
            Group(
                name, GROUPS[name], tuple(_line(entry, here) for entry in entries),
                is_open=is_short or at == 0 or any(entry.url == here for entry in entries),
            )
            for at, (name, entries) in enumerate(allowed.items())
            if entries
        ]  # fmt: skip

    def badges_for(self, user: User, path: str) -> list[Line]:
        """Return the counts of the top bar; one query each."""
        return [
            Line(
                badge.label,
                url := reverse(badge.url_name),
                badge.icon,
                path == url,
                badge.count(user),
            )
            for badge in sorted(self.badges.values(), key=lambda badge: badge.order)
            if permits(user, badge.need)
        ]

    def tabs_for(self, user: User, path: str) -> list[Line]:
        """Return the tabs of the phone's bottom bar."""
        allowed = [tab for tab in self.tabs if permits(user, tab.need)]
        here = _closest((tab.url for tab in allowed), path)
        return [_line(tab, here) for tab in allowed]


def _line(entry: Entry, here: str) -> Line:
    return Line(entry.label, entry.url, entry.icon, current=entry.url == here)


def _closest(urls: Iterator[str], path: str) -> str:
    """Return the longest of ``urls`` that ``path`` stands under, or nothing."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default="")


_menu = Menu()
add = _menu.add
add_badge = _menu.add_badge
add_tab = _menu.add_tab
addresses = _menu.addresses
groups_for = _menu.groups_for
badges_for = _menu.badges_for
tabs_for = _menu.tabs_for
