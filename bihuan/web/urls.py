"""The shell's own pages."""

from __future__ import annotations

from django.urls import path

from bihuan.web import views

app_name = "web"

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("search/", views.search_page, name="search"),
    path("me/", views.me, name="me"),
    path("gallery/", views.gallery, name="gallery"),
]
