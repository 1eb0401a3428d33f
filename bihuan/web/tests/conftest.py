"""The shell's tests run on their own addresses, with one administrator signed in."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.web import menu, search, workbench
from bihuan.web.tests import given


@pytest.fixture(autouse=True)
def _own_addresses(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what the domains registered: their pages are not among these addresses."""
    settings.ROOT_URLCONF = "bihuan.web.tests.urls"
    empty = menu.Menu()
    for name in ("entries", "badges", "tabs"):
        monkeypatch.setattr(menu._menu, name, getattr(empty, name))
    monkeypatch.setattr(workbench, "_panels", {})
    monkeypatch.setattr(search, "_searchers", {})
    apps.get_app_config("web").ready()


@pytest.fixture
def admin(db: None) -> User:
    return given.a_person("admin", "管理员", Role.ADMINISTRATOR)


@pytest.fixture
def lin(db: None) -> User:
    return given.a_person("lin", "林", Role.INSPECTOR)


@pytest.fixture
def signed_in(admin: User, client: Client) -> Client:
    client.force_login(admin)
    return client
