"""Every address × every role: nobody sees, or changes, what is not theirs; nothing breaks."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.test import Client
from django.urls import reverse

from bihuan.people.models import User
from tests.access.addresses import NOT_HERE, PUBLIC, Address, addresses
from tests.world import MARK, World

SIGN_IN = "/login/"
HIDDEN = {403, 404, 405}
# Reading changes these: sessions, what was read when, and who signed in last.
MAY_CHANGE = {"sessions.Session", "axes.AccessLog", "notifications.Message", "people.User"}


def signed_in(user: User) -> Client:
    """Return a browser in which ``user`` is signed in; an error of the program is an answer 500."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="bihuan.people.backends.AccountBackend")
    return client


def by_outsiders(world: World, *only: str) -> Iterator[tuple[str, Client, Address]]:
    """Yield every address for each outsider (of ``only``) in turn, with the outsider's browser."""
    found = addresses(world)
    for role, user in world.outsiders.items():
        if only and role not in only:
            continue
        client = signed_in(user)
        for one in found:
            yield role, client, one


def body(response: Any) -> str:
    """Return what was answered as text, also of a file."""
    octets = b"".join(response.streaming_content) if response.streaming else response.content
    return str(octets.decode(errors="replace"))


def shows_the_mark(response: Any) -> bool:
    """Whether anything in the answer, its headers included, belongs to 示例一镇."""
    told = body(response) + "".join(f"{name}{value}" for name, value in response.items())
    return MARK in told


# --- reading ------------------------------------------------------------------------------------


def test_a_stranger_is_asked_to_sign_in(world: World) -> None:
    client, wrong = Client(raise_request_exception=False), []
    for one in addresses(world):
        response = client.get(one.path)
        if one.name in NOT_HERE:
            is_right = response.status_code in {404, 405}
        elif one.name in PUBLIC:
            is_right = response.status_code == 200
        elif response.status_code == 405:
            is_right = True
        else:
            is_right = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
        if not is_right:
            wrong.append(f"{one.name} {one.path}: {response.status_code}")
    assert not wrong


def test_a_stranger_cannot_post(world: World) -> None:
    client, wrong, before = Client(raise_request_exception=False), [], everything()
    for one in addresses(world):
        if one.name in PUBLIC:
            continue
        response = client.post(one.path, payload(world))
        sent_away = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
        if not sent_away and response.status_code not in HIDDEN:
            wrong.append(f"{one.name} {one.path}: {response.status_code}")
    assert not wrong
    assert changed(before) == {}


def test_every_page_opens_for_somebody_and_breaks_for_nobody(world: World) -> None:
    opened: dict[str, set[int]] = defaultdict(set)
    broken = []
    found = addresses(world)
    for role, user in world.insiders.items():
        client = signed_in(user)
        for one in found:
            response = client.get(one.path)
            opened[one.name].add(response.status_code)
            body(response)
            if response.status_code >= 500:
                broken.append(f"{role} {one.name} {one.path}: {response.status_code}")
    assert not broken
    unopened = {
        name: seen for name, seen in opened.items()
        if not seen & {200, 302, 405, 422} and name not in NOT_HERE
    }  # fmt: skip
    assert not unopened, "nobody of the town can open these: are the samples right?"


def test_outsiders_see_nothing_of_the_town(world: World) -> None:
    wrong = []
    for role, client, one in by_outsiders(world):
        response = client.get(one.path)
        if response.status_code >= 500 or is_open(one, response.status_code):
            wrong.append(f"{role} {one.name} {one.path}: {response.status_code}")
        if one.name != "documents:verify" and shows_the_mark(response):
            wrong.append(f"{role} {one.name} {one.path}: shows what belongs to the town")
    assert not wrong


def is_open(one: Address, status: int) -> bool:
    """Whether an outsider was let to an object of the town."""
    return one.has_object and one.name not in NOT_HERE and status not in HIDDEN


def test_outsiders_find_nothing_by_naming_it_in_the_query(world: World) -> None:
    """Lists, exports and search narrow by what the address asks for, never widen."""
    wrong = []
    town, factory = world.cast.town_one, world.factory.enterprise
    questions: list[dict[str, Any]] = [
        {"q": MARK}, {"format": "xlsx"}, {"enterprise": factory.pk}, {"campaign": world.campaign.pk},
        {"low": town.area, "high": town.area + 999, "part": "part"}, {"area": town.area},
        {"organisation": town.pk}, {"area": world.factory.enterprise.area},
    ]  # fmt: skip
    for role, client, one in by_outsiders(world, "chief_two", "manager_two"):
        if one.has_object or one.name in {*PUBLIC, "people:logout"}:
            continue
        for question in questions:
            response = client.get(one.path, question)
            told = shows_the_mark(response) and question.get("q") != MARK
            if response.status_code >= 500 or told or rows_found(question, response):
                wrong.append(f"{role} {one.name} {one.path} {question}: {response.status_code}")
    assert not wrong


def rows_found(question: dict[str, Any], response: Any) -> bool:
    """Whether looking for the mark itself found more than the words looked for."""
    if question.get("q") != MARK:
        return False
    told = response.content.decode(errors="replace") if not response.streaming else ""
    return f"{MARK}涂料厂" in told or f"{MARK}2026" in told or f"{MARK}静电" in told


def test_an_enterprise_sees_only_itself(world: World) -> None:
    """The town's other enterprise is as foreign to the factory as another town's."""
    client = signed_in(world.factory.qian)
    foreign = world.checks["assigned"]
    for path in (
        foreign.get_absolute_url(), world.campaign.get_absolute_url(),
        world.bulletins["issued"].get_absolute_url(), world.deliverable.get_absolute_url(),
    ):  # fmt: skip
        assert client.get(path).status_code in HIDDEN, path
    listed = body(client.get(reverse("inspections:list")))
    assert world.checks["submitted"].get_absolute_url() in listed
    assert foreign.get_absolute_url() not in listed


# --- writing ------------------------------------------------------------------------------------


def test_outsiders_change_nothing_of_the_town(world: World) -> None:
    wrong, before = [], everything()
    for role, client, one in by_outsiders(world):
        if one.name in {*PUBLIC, "people:logout", "people:password"} or not one.has_object:
            continue
        response = client.post(one.path, payload(world))
        if response.status_code not in HIDDEN:
            wrong.append(f"{role} {one.name} {one.path}: {response.status_code}")
        if shows_the_mark(response):
            wrong.append(f"{role} {one.name} {one.path}: shows what belongs to the town")
    assert not wrong
    assert changed(before) == {}


def test_outsiders_cannot_use_the_towns_objects_in_their_own_forms(world: World) -> None:
    """A foreign key in a form of one's own is as hidden as the page of what it names."""
    wrong, before = [], everything(of_town_one=True)
    for role, client, one in by_outsiders(world):
        if one.name in {*PUBLIC, "people:logout", "people:password"} or one.has_object:
            continue
        response = client.post(
            f"{one.path}?enterprise={world.factory.enterprise.pk}", payload(world)
        )
        if response.status_code >= 500:
            wrong.append(f"{role} {one.name} {one.path}: {response.status_code}")
    assert not wrong
    assert changed(before, of_town_one=True) == {}


def payload(world: World) -> dict[str, Any]:
    """Return a form that holds something plausible for every field of the site."""
    factory = world.factory.enterprise
    return {
        "version": 1, "key": str(uuid4()), "note": "示例", "reason": "示例", "summary": "示例",
        "level": "general", "owner": "示例", "measures": "示例", "funds": "100",
        "interim_measures": "示例", "due_on": "2026-06-20", "done_on": "2026-06-15",
        "place": "示例", "enterprise": factory.pk, "visited": factory.pk, "answer": "pass",
        "evidence": [str(world.photo.public_id), str(world.kept_photo.public_id)],
        "kind": "check_item", "start": 0, "end": 10, "text": "示例", "reading": "100%",
        "title": "示例", "addressees": "示例", "opening": "示例", "demands": "示例",
        "areas": [world.cast.town_one.area], "area": world.cast.town_one.area, "plan": ["1"],
        "organisation": world.cast.town_one.pk, "user": world.cast.zhou.pk, "phase": "",
        "name": "示例", "short_name": "示例", "status": "closed", "found_on": "2026-06-15",
        "source": "patrol", "self_check_due_on": "2026-07-20", "campaign": world.campaign.pk,
        "role": "clerk", "username": "shili", "on": "2026-06-15", "since": "2026-06-15",
        "holder_kind": "post", "count": 1, "every": "month", "basis": "示例",
        "enterprises": [factory.pk], "low": world.cast.town_one.area,
    }  # fmt: skip


def everything(*, of_town_one: bool = False) -> dict[str, str]:
    """Return a digest of every table's rows; with ``of_town_one``, of the rows of its area."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in MAY_CHANGE or model._meta.proxy:
            continue
        rows = model._base_manager.order_by("pk")
        if of_town_one:
            if "area" not in {field.name for field in model._meta.get_fields()}:
                continue
            low = 990121_101_000
            rows = rows.filter(area__gte=low, area__lte=low + 999)
        told = repr(list(rows.values_list())).encode()
        found[model._meta.label] = f"{rows.count()} {hashlib.sha256(told).hexdigest()}"
    return found


def changed(before: dict[str, str], *, of_town_one: bool = False) -> dict[str, tuple[str, str]]:
    """Return the tables that differ from ``before``."""
    after = everything(of_town_one=of_town_one)
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}
