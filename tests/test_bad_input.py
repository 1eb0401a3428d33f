"""Nonsense in addresses, forms and files: a Chinese sentence, never an error of the program.

What the upload of a plan says to each bad file is tested with its page in ``campaigns``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bihuan.enterprises.models import EnterpriseImport
from bihuan.inspections.models import SelfCheck
from bihuan.loop.models import Evidence
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.planparse.readers.tests.given import a_zip
from tests.access.addresses import addresses, patterns
from tests.world import World

HUGE = "99999999999999999999999"
NAMES = (
    "q", "sort", "after", "before", "cols", "format", "area", "low", "high", "on", "start", "end",
    "campaign", "enterprise", "part", "only", "do", "due", "kind", "state", "level", "late", "day",
    "month", "period", "metric", "role", "organisation", "item", "next", "size", "done", "tab",
    "assigned_from", "assigned_to", "found_from", "found_to", "as_of", "town", "sector", "tag",
)  # fmt: skip
NONSENSE = ("x", HUGE, "2026-13-45", "\x00")
FORM = (
    "version", "key", "note", "reason", "level", "due_on", "done_on", "funds", "visited",
    "enterprise", "areas", "sectors", "tags", "self_check_due_on", "phase", "plan", "start", "end",
    "kind", "reading", "how", "metric_key", "answer", "evidence", "count", "every", "since",
    "until", "role", "user", "organisation", "area", "status", "title", "addressees", "opening",
    "demands", "summary", "found_on", "source", "text", "name", "short_name", "code", "username",
    "phone", "parent", "on", "successor", "field", "file", "photo", "items", "value", "op", "unit",
    "period", "what", "action", "employees", "credit_code", "here", "item", "pick", "number",
)  # fmt: skip


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="bihuan.people.backends.AccountBackend")
    return client


def drained(response: Any) -> None:
    """Read a file to its end, which closes it."""
    if response.streaming:
        list(response.streaming_content)


def visitors(world: World) -> Iterator[tuple[str, Client]]:
    """Yield people who between them may open everything."""
    for role in ("chief", "safety_manager"):
        yield role, signed_in(world.insiders[role])


@pytest.mark.slow
def test_nonsense_in_an_address_is_no_error_of_the_program(world: World) -> None:
    wrong = []
    found = {one.name: one.path for one in addresses(world)}
    for role, client in visitors(world):
        for name, path in found.items():
            for value in NONSENSE:
                response = client.get(path, dict.fromkeys(NAMES, value))
                drained(response)
                if response.status_code >= 500:
                    wrong.append(f"{role} {name} {path} {value[:12]!r}: {response.status_code}")
    assert not wrong


def test_numbers_and_keys_of_nothing_are_not_found(world: World) -> None:
    """Also numbers larger than any database counts."""
    values = {"username": "nobody", "key": "no.metric", "token": "NOTHING", "name": "nothing",
              "step": "nothing"}  # fmt: skip
    uuid = "01900000-0000-7000-8000-000000000000"
    clients, wrong = list(visitors(world)), []
    for name, arguments in patterns():
        for number in (987654321, 2**63 - 1, 2**63, int(HUGE)):
            kwargs: dict[str, Any] = {
                one: uuid if one in {"public_id", "photo_id"} else values.get(one, number)
                for one in arguments
            }
            if not arguments:
                continue
            path = reverse(name, kwargs=kwargs)
            for role, client in clients:
                for response in (client.get(path), client.post(path, {"version": 1})):
                    drained(response)
                    if response.status_code not in {302, 400, 403, 404, 405}:
                        allowed = name == "documents:verify" and response.status_code == 200
                        if not allowed:
                            wrong.append(f"{role} {name} {path}: {response.status_code}")
    assert not wrong


@pytest.mark.parametrize("value", ["x", HUGE, "\x00", ""])
def test_nonsense_in_a_form_is_no_error_of_the_program(world: World, value: str) -> None:
    wrong = []
    found = {one.name: one.path for one in addresses(world) if one.name != "people:logout"}
    for role, client in visitors(world):
        for name, path in found.items():
            with transaction.atomic():
                response = client.post(path, dict.fromkeys(FORM, value))
                drained(response)
                transaction.set_rollback(True)
            if response.status_code >= 500:
                wrong.append(f"{role} {name} {path}: {response.status_code}")
    assert not wrong


# fmt: off
BAD_PHOTOS = {
    "a program":   ("照片.jpg", b"MZ\x90\x00" + b"\0" * 400),
    "a web page":  ("照片.png", b"<html><script>alert(1)</script></html>"),
    "half a png":  ("照片.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    "empty":       ("照片.jpg", b""),
    "a pdf":       ("照片.jpg", b"%PDF-1.7\n" + b"\0" * 100),
}
# fmt: on


@pytest.mark.parametrize("case", BAD_PHOTOS)
def test_a_photo_that_is_none_is_refused_at_every_door(world: World, case: str) -> None:
    name, data = BAD_PHOTOS[case]
    kept = Evidence.objects.count()
    inspector = signed_in(world.cast.lin)
    answer = inspector.post(
        reverse("loop:upload"),
        {"kind": EvidenceKind.RECHECK, "file": SimpleUploadedFile(name, data, "image/jpeg")},
    )
    assert answer.status_code == 200
    assert "upload__item--wrong" in answer.content.decode()
    assert "请" in answer.content.decode()

    check = SelfCheck.objects.filter(enterprise=world.factory.enterprise).order_by("pk")[0]
    SelfCheck.objects.filter(pk=check.pk).update(state="assigned")
    item = check.checklist.items.order_by("number")[0]
    manager = signed_in(world.factory.qian)
    answer = manager.post(
        reverse("inspections:photos", args=[check.pk, item.pk]),
        {"photo": SimpleUploadedFile(name, data, "image/jpeg")},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code in {200, 422}
    assert "请" in answer.content.decode()
    assert Evidence.objects.count() == kept


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("名单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("名单.xlsx", b""),
        ("名单.xlsx", b"PK\x03\x04" + b"\0" * 100),
        ("名单.xlsx", a_zip({"[Content_Types].xml": "x", "xl/workbook.xml": "0" * 80_000_000})),
        ("名单.csv", "企业名称\n甲".encode("gbk")),
    ],
)
def test_a_bad_list_of_enterprises_is_told_and_kept_out(
    world: World, name: str, data: bytes
) -> None:
    before = EnterpriseImport.objects.count()
    answer = signed_in(world.cast.zhou).post(
        reverse("enterprises:import"), {"file": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 422
    assert "请" in answer.content.decode()
    assert EnterpriseImport.objects.count() == before
