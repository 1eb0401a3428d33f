"""The view behind every list: filters, sort, one page, the same rows as Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.views import View

from bihuan.kernel.chinese import WAN, moment_text
from bihuan.kernel.errors import Refused
from bihuan.web.lists.cells import ABSENT, cell_html
from bihuan.web.lists.columns import Column
from bihuan.web.lists.filters import Bound, Filter
from bihuan.web.lists.paging import BACKWARD, FORWARD, Cursor, Order, in_order, page_of, read_cursor
from bihuan.web.middleware import is_htmx
from bihuan.web.need import permits
from bihuan.web.requests import UserRequest
from bihuan.web.spreadsheet import write_xlsx

COUNT_UP_TO = WAN
EXPORT_AT_MOST = 200_000
CHUNK = 2000
RESULTS_ID = "list-results"
_PLACES = (FORWARD, BACKWARD, "format")


@dataclass(frozen=True, slots=True)
class Action:
    """A button at the head of the page."""

    label: str
    url: str
    icon: str = ""
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: there is none of what, why, and the next step."""

    title: str
    reason: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: its sort link, and how the list is sorted by it now."""

    column: Column
    url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell of one row."""

    label: str
    css: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row: the record and its cells."""

    record: Any
    cells: list[CellShown]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the address without it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One optional column in the chooser."""

    column: Column
    is_on: bool


@dataclass(frozen=True, slots=True)
class ListShown:
    """Everything ``web/_list_results.html`` shows."""

    title: str
    headings: list[Heading]
    rows: list[RowShown]
    filters: list[Bound]
    chips: list[Chip]
    problems: list[str]
    total_text: str
    previous_url: str
    next_url: str
    export_url: str
    clear_url: str
    sort: str
    chosen: str
    choices: list[Choice]
    empty: Empty


class ListPage(LoginRequiredMixin, View):
    """A list as a page; subclasses declare it and give ``queryset``.

    ``need`` is the capability to open it (403 without). A page may extend ``web/list.html`` and
    fill its block ``above``; it then names itself in ``template``.
    """

    title: ClassVar[str] = ""
    unit: ClassVar[str] = "条"
    columns: ClassVar[Sequence[Column]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    default_sort: ClassVar[str] = ""
    page_size: ClassVar[int] = 30
    need: ClassVar[str | None] = None
    template: ClassVar[str] = "web/list.html"
    breadcrumbs: ClassVar[Sequence[tuple[str, str]]] = ()

    request: UserRequest  # LoginRequiredMixin lets nobody else in
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]  # type: ignore[misc]

    def queryset(self, request: UserRequest) -> QuerySet[Any]:
        """Return the rows this person may see, with what the columns read already joined."""
        raise NotImplementedError

    def may_open(self, request: UserRequest) -> bool:
        """Whether this person may open the list at all."""
        return permits(request.user, self.need)

    def actions(self, request: UserRequest) -> Sequence[Action]:  # noqa: ARG002
        """Return the buttons at the head of the page."""
        return ()

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002
        """Return what the list says when there is nothing to filter either."""
        return Empty(f"还没有{self.title}")

    def more(self, request: UserRequest) -> dict[str, object]:  # noqa: ARG002
        """Return what else the page's template shows."""
        return {}

    def heading(self, request: UserRequest) -> str:  # noqa: ARG002
        """Return the page's name; a list of one record's things may name the record."""
        return self.title

    def get(self, request: UserRequest, *_: object, **__: object) -> HttpResponseBase:
        """Answer with the page, its results alone (htmx), or the Excel file."""
        if not self.may_open(request):
            raise PermissionDenied
        bound = [self._bind(one, request) for one in self.filters]
        rows = self.queryset(request)
        for one in bound:
            if one.values:
                rows = one.filter.narrow(rows, one.reading, request)
        order = self._order(request.GET)
        if request.GET.get("format") == "xlsx":
            return self._workbook(rows, order, bound)
        shown = self._shown(rows, order, bound)
        context = {"list": shown, "heading": self.heading(request)}
        if is_htmx(request) and request.headers.get("HX-Target") == RESULTS_ID:
            return render(request, "web/_list_results.html", context)
        context |= {"breadcrumbs": self.breadcrumbs, "actions": self.actions(request)}
        return render(request, self.template, context | self.more(request))

    def _bind(self, one: Filter, request: UserRequest) -> Bound:
        options = one.options(request)
        return Bound(one, one.read(request.GET, options), options)

    def _order(self, query: QueryDict) -> Order:
        asked = Order.of(query.get("sort", ""))
        if asked.path and any(column.sort == asked.path for column in self.columns):
            return asked
        return Order.of(self.default_sort)

    def _shown(self, rows: QuerySet[Any], order: Order, bound: list[Bound]) -> ListShown:
        query = self.request.GET
        page = page_of(rows, order, cursor=_cursor(rows, order, query), size=self.page_size)
        chosen = set(query.getlist("cols"))
        columns = [one for one in self.columns if not one.optional or one.key in chosen]
        chips = [
            Chip(text, _address(query, without=((name, value),)))
            for one in bound
            for name, value, text in one.reading.chips
        ]
        names = [(name, value) for one in bound for name, value, _ in one.reading.chips]
        return ListShown(
            title=self.title,
            headings=[_heading(column, order, query) for column in columns],
            rows=[_row(record, columns) for record in page.rows],
            filters=bound,
            chips=chips,
            problems=[one.reading.problem for one in bound if one.reading.problem],
            total_text=_total(
                rows, page.rows, self.unit, is_all=not page.previous and not page.next
            ),
            previous_url=_address(query, before=page.previous.text) if page.previous else "",
            next_url=_address(query, after=page.next.text) if page.next else "",
            export_url=_address(query, format="xlsx"),
            clear_url=_address(query, without=names),
            sort=query.get("sort", ""),
            chosen=",".join(sorted(chosen)),
            choices=[Choice(one, one.key in chosen) for one in self.columns if one.optional],
            empty=self._nothing(is_filtered=bool(chips)),
        )

    def _nothing(self, *, is_filtered: bool) -> Empty:
        if is_filtered:
            return Empty(f"没有符合条件的{self.title}", "可以去掉上面的某个条件再看。")
        return self.empty(self.request)

    def _workbook(self, rows: QuerySet[Any], order: Order, bound: list[Bound]) -> FileResponse:
        """Return all filtered rows as an Excel file, with what was filtered on a second sheet.

        Raises:
            Refused: there are more rows than one file should hold.
        """
        if rows.order_by()[: EXPORT_AT_MOST + 1].count() > EXPORT_AT_MOST:
            raise Refused(
                f"符合条件的{self.title}超过 {EXPORT_AT_MOST // WAN} 万{self.unit}，"
                "一次导不完。请先用筛选缩小范围，分几次导出。",
                code="export_too_large",
            )
        at = localtime()
        told = "；".join(text for one in bound for _, _, text in one.reading.chips)
        notes = [
            ("内容", self.title),
            ("筛选条件", told or "无"),
            ("导出时间", moment_text(at)),
            ("导出人", str(self.request.user)),
        ]
        records = in_order(rows, order).iterator(chunk_size=CHUNK)
        cells = ([column.exported(record) for column in self.columns] for record in records)
        book = write_xlsx(self.title, [one.sheet for one in self.columns], cells, notes=notes)
        return FileResponse(
            book,
            as_attachment=True,
            filename=f"{self.title}-{at:%Y%m%d}.xlsx",
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )


def _cursor(rows: QuerySet[Any], order: Order, query: QueryDict) -> Cursor | None:
    for way in (FORWARD, BACKWARD):
        if text := query.get(way):
            return read_cursor(rows, order, way=way, text=text)
    return None


def _total(rows: QuerySet[Any], shown: list[Any], unit: str, *, is_all: bool) -> str:
    """Return 「共 416 条」, counted up to ten thousand: 「共 1万+ 条」."""
    if is_all:
        return f"共 {len(shown)} {unit}"
    count = rows.order_by()[: COUNT_UP_TO + 1].count()
    return f"共 1万+ {unit}" if count > COUNT_UP_TO else f"共 {count} {unit}"


def _heading(column: Column, order: Order, query: QueryDict) -> Heading:
    if not column.sort:
        return Heading(column)
    is_current = column.sort == order.path
    other = Order(column.sort, is_current and not order.is_descending)
    told = ("descending" if order.is_descending else "ascending") if is_current else ""
    return Heading(column, _address(query, sort=other.text), told)


def _row(record: Any, columns: Sequence[Column]) -> RowShown:
    cells = []
    for at, column in enumerate(columns):
        html = cell_html(column, record)
        role = "cell--first" if at == 0 else "cell--none" if html is ABSENT else ""
        cells.append(CellShown(column.label, f"{column.css} {role}".rstrip(), html))
    return RowShown(record, cells)


def _address(query: QueryDict, *, without: Sequence[tuple[str, str]] = (), **changes: str) -> str:
    """Return the list's address from the first page on, with ``changes`` and ``without`` pairs."""
    gone = set(without)
    kept = [
        (name, value)
        for name, values in query.lists()
        if name not in _PLACES and name not in changes
        for value in values
        if value and (name, value.strip()) not in gone
    ]
    told = urlencode([*kept, *changes.items()])
    return f"?{told}"
