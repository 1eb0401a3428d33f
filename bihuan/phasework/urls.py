"""Addresses of phases, their changes and their outputs."""

from __future__ import annotations

from django.urls import path

from bihuan.phasework.views import changes, outputs, progress

app_name = "phasework"

urlpatterns = [
    path("campaigns/<int:pk>/", progress.progress, name="progress"),
    path("campaigns/<int:pk>/outputs/new/", outputs.new, name="new_output"),
    path("phases/<int:pk>/change/", changes.new, name="new_change"),
    path("changes/<int:pk>/", changes.detail, name="change"),
    path("changes/<int:pk>/<slug:step>/", changes.take_step, name="change_step"),
    path("outputs/", outputs.OutputList.as_view(), name="outputs"),
    path("outputs/<int:pk>/", outputs.detail, name="output"),
    path("outputs/<int:pk>/<slug:step>/", outputs.take_step, name="output_step"),
]
