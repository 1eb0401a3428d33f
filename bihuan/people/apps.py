"""Wiring of the people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """机构与人员."""

    name = "bihuan.people"
    label = "people"
    verbose_name = "机构与人员"
