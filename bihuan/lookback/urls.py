"""Addresses of rounds and rechecks."""

from __future__ import annotations

from django.urls import path

from bihuan.lookback.views import cases, rounds

app_name = "lookback"

urlpatterns = [
    path("", cases.LookbackList.as_view(), name="list"),
    path("campaigns/<int:pk>/", rounds.campaign, name="campaign"),
    path("campaigns/<int:pk>/draw/", rounds.draw, name="draw"),
    path("rounds/<int:pk>/", rounds.detail, name="round"),
    path("<int:pk>/", cases.detail, name="detail"),
    path("<int:pk>/<slug:step>/", cases.take_step, name="step"),
]
