"""Addresses of sensitive periods."""

from __future__ import annotations

from django.urls import path

from bihuan.vigilance.views import periods

app_name = "vigilance"

urlpatterns = [
    path("", periods.PeriodList.as_view(), name="list"),
    path("new/", periods.new, name="new"),
    path("<int:pk>/", periods.detail, name="detail"),
    path("<int:pk>/cancel/", periods.cancel, name="cancel"),
]
