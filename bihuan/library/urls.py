"""Addresses of the library."""

from __future__ import annotations

from django.urls import path

from bihuan.library.views import plans, searching

app_name = "library"
urlpatterns = [
    path("", searching.search, name="search"),
    path("facts/", searching.facts, name="facts"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/word/", plans.word, name="word"),
    path("plans/<int:pk>/pdf/", plans.pdf, name="pdf"),
    path("plans/<int:pk>/json/", plans.json, name="json"),
]
