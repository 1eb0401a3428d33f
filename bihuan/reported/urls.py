"""Addresses of targets judged by hand."""

from __future__ import annotations

from django.urls import path

from bihuan.reported.views import targets, values

app_name = "reported"

urlpatterns = [
    path("campaigns/<int:pk>/", targets.targets, name="targets"),
    path("items/<int:pk>/new/", values.new, name="new"),
    path("<int:pk>/", values.detail, name="detail"),
    path("<int:pk>/<slug:step>/", values.take_step, name="step"),
]
