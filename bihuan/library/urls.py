"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from bihuan.library.views import comparing, plans, searching, templates

app_name = "library"
urlpatterns = [
    path("", searching.search, name="search"),
    path("facts/", searching.facts, name="facts"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/word/", plans.word, name="word"),
    path("plans/<int:pk>/pdf/", plans.pdf, name="pdf"),
    path("plans/<int:pk>/json/", plans.json, name="json"),
    path("plans/<int:pk>/compare/", comparing.compare, name="compare"),
    path("plans/<int:pk>/template/", templates.make, name="make_template"),
    path("templates/", templates.TemplateList.as_view(), name="templates"),
    path("templates/<int:pk>/", templates.detail, name="template"),
    path("templates/<int:pk>/edit/", templates.edit, name="edit_template"),
    path("templates/<int:pk>/retire/", templates.retire, name="retire_template"),
    path("templates/<int:pk>/start/", templates.start, name="start"),
]
