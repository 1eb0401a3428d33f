"""Pages of hazards."""

from __future__ import annotations

from django.urls import path

from bihuan.hazards import views

app_name = "hazards"

urlpatterns = [
    path("", views.HazardList.as_view(), name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/<slug:name>/", views.take_step, name="step"),
]
