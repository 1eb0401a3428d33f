"""Addresses of sector packs."""

from __future__ import annotations

from django.urls import path

from bihuan.packs import views

app_name = "packs"

urlpatterns = [
    path("", views.packs, name="list"),
    path("campaigns/<int:pk>/", views.campaign_packs, name="campaign"),
    path("campaigns/<int:pk>/attach/", views.attach, name="attach"),
    path("campaigns/<int:pk>/<slug:code>/take/", views.take, name="take"),
    path("<slug:code>/", views.detail, name="detail"),
    path("<slug:code>/draft/", views.draft, name="draft"),
    path("<slug:code>/publish/", views.publish, name="publish"),
]
