"""The inbox, evidence, and what proves the trail."""

from __future__ import annotations

from django.urls import path

from bihuan.loop.views import evidence, inbox, trail

app_name = "loop"

urlpatterns = [
    path("todos/", inbox.TodoList.as_view(), name="todos"),
    path("upload/", evidence.upload, name="upload"),
    path("evidence/<uuid:public_id>/", evidence.evidence, name="evidence"),
    path("evidence/<uuid:public_id>/discard/", evidence.discard, name="discard"),
    path("roots/", trail.roots, name="roots"),
    path("proof/<int:pk>/", trail.proof, name="proof"),
]
