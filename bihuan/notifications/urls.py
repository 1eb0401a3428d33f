"""Messages."""

from __future__ import annotations

from django.urls import path

from bihuan.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.MessageList.as_view(), name="list"),
    path("read/", views.read_everything, name="read_all"),
    path("urge/", views.urge, name="urge"),
    path("<int:pk>/", views.open_message, name="detail"),
    path("<int:pk>/read/", views.read, name="read"),
]
