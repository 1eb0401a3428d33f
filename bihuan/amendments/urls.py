"""Addresses of amendments and versions."""

from __future__ import annotations

from django.urls import path

from bihuan.amendments.views import amendments, comparing, versions

app_name = "amendments"

urlpatterns = [
    path("campaigns/<int:pk>/", amendments.campaign, name="campaign"),
    path("campaigns/<int:pk>/new/", amendments.new, name="new"),
    path("campaigns/<int:pk>/versions/<int:number>/", versions.version, name="version"),
    path("campaigns/<int:pk>/versions/compare/", versions.compare, name="versions"),
    path("<int:pk>/", comparing.detail, name="detail"),
    path("<int:pk>/file/", amendments.file, name="file"),
    path("<int:pk>/options/", comparing.options, name="options"),
    path("<int:pk>/adopt-sure/", comparing.adopt, name="adopt_sure"),
    path("<int:pk>/again/", comparing.again, name="again"),
    path("<int:pk>/changes/<int:change_id>/", comparing.decide, name="decide"),
    path("<int:pk>/changes/<int:change_id>/edit/", comparing.edit, name="edit"),
    path("<int:pk>/<slug:step>/", comparing.take_step, name="step"),
]
