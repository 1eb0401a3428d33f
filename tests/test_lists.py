"""Every list: its cost does not grow with its rows, and Excel and numbers agree with it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from python_calamine import CalamineWorkbook

from bihuan.campaigns.models import Campaign
from bihuan.kernel.areas import range_of
from bihuan.metrics.measure import Part, measure
from bihuan.metrics.registry import all_metrics
from bihuan.metrics.where import Where
from bihuan.people.models import User
from bihuan.web.lists import ListPage
from tests.crowd import crowd
from tests.world import TODAY, World


def clerk(world: World) -> User:
    """Return the person who sees most lists."""
    return world.cast.zhou


# The person who sees more than thirty rows, where it is not the clerk; and what fills the address.
VIEWERS: dict[str, Callable[[World], User]] = {
    "duties:mine": lambda world: world.cast.li,
    "loop:todos": lambda world: world.cast.li,
    "people:list": lambda world: world.administrator,
    "people:organisations": lambda world: world.administrator,
}
ARGUMENTS: dict[str, Callable[[Campaign], dict[str, Any]]] = {
    "campaigns:participants": lambda campaign: {"pk": campaign.pk},
    "campaigns:findings": lambda campaign: {"pk": campaign.pk},
    "metrics:records": lambda _campaign: {"key": "hazard.found"},
}


def _nothing(_campaign: Campaign) -> dict[str, Any]:
    return {}


def lists() -> Iterator[tuple[str, type[ListPage]]]:
    """Yield the name and the view of every list of the site."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, type[ListPage]]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
                continue
            view: type = getattr(one.callback, "view_class", object)
            if issubclass(view, ListPage):
                yield f"{prefix}{one.name}", view

    yield from walk(get_resolver(), "")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="bihuan.people.backends.AccountBackend")
    return client


def total(response: Any) -> int:
    """Return how many rows the page says it has."""
    return int(re.sub(r"\D", "", response.context["list"].total_text))


def excel_rows(response: Any) -> int:
    """Return how many rows the Excel file has below its head."""
    octets = b"".join(response.streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(octets))
    return len(book.get_sheet_by_index(0).to_python()) - 1


def test_lists_cost_the_same_with_few_and_many_rows_and_export_what_they_show(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, wrong = crowd(world), []
    for name, view in lists():
        path = reverse(name, kwargs=ARGUMENTS.get(name, _nothing)(campaign))
        client = signed_in(VIEWERS.get(name, clerk)(world))
        costs = {}
        client.get(path)  # the first look of a person may cost more
        for size in (3, 30):
            monkeypatch.setattr(view, "page_size", size)
            with CaptureQueriesContext(connection) as asked:
                page = client.get(path)
            costs[size] = len(asked)
            if len(page.context["list"].rows) != size:
                wrong.append(f"{name}: {len(page.context['list'].rows)} rows, not {size}")
        if costs[3] != costs[30]:
            wrong.append(f"{name}: {costs[3]} queries for 3 rows, {costs[30]} for 30")
        for query in ({}, {"q": "示例"}, {"q": "1"}):
            shown = total(client.get(path, query))
            exported = excel_rows(client.get(path, {**query, "format": "xlsx"}))
            if exported != shown:
                wrong.append(f"{name} {query}: {shown} rows on the page, {exported} in Excel")
    assert not wrong


def test_every_number_is_the_length_of_the_list_behind_it(world: World) -> None:
    client, wrong, seen = signed_in(world.cast.zhou), [], set()
    area = range_of(world.cast.town_one.area)
    for campaign in (None, world.campaign.pk):
        where = Where(area=area, on=TODAY.date(), campaign=campaign)
        for metric in all_metrics():
            taken = measure(metric, where)
            parts: dict[Part, int] = {"part": taken.part}
            if taken.whole is not None:
                parts |= {"whole": taken.whole, "gap": taken.gap}
            for part, number in parts.items():
                response = client.get(taken.url(part))
                if response.status_code != 200 or total(response) != number:
                    wrong.append(f"{metric.key} {part} {campaign}: {number}")
                exported = excel_rows(client.get(f"{taken.url(part)}&format=xlsx"))
                if exported != number:
                    wrong.append(f"{metric.key} {part} {campaign}: {number}, Excel {exported}")
                if number:
                    seen.add(metric.key)
    assert not wrong
    never = {"hazard.overdue_major", "hazard.major", "duty.overdue", "deliverable.overdue"}
    assert {metric.key for metric in all_metrics()} - seen <= never, "the world shows too little"


def test_every_metric_has_a_page_with_its_number(world: World) -> None:
    client = signed_in(world.cast.zhou)
    for metric in all_metrics():
        response = client.get(reverse("metrics:metric", args=[metric.key]))
        assert response.status_code == 200
        assert response.context["measure"].text() in response.content.decode()
