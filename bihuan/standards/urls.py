"""Addresses of the checklists."""

from __future__ import annotations

from django.urls import path

from bihuan.standards.views import checklists

app_name = "standards"

urlpatterns = [
    path("", checklists.ChecklistList.as_view(), name="list"),
    path("new/", checklists.new, name="new"),
    path("template/", checklists.template, name="template"),
    path("<int:pk>/", checklists.detail, name="detail"),
    path("<int:pk>/edit/", checklists.edit, name="edit"),
    path("<int:pk>/upload/", checklists.upload, name="upload"),
    path("<int:pk>/publish/", checklists.publish, name="publish"),
    path("<int:pk>/revise/", checklists.revise, name="revise"),
    path("<int:pk>/retire/", checklists.retire, name="retire"),
    path("<int:pk>/export/", checklists.export, name="export"),
]
