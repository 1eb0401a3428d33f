"""Pages of self-checks."""

from __future__ import annotations

from django.urls import path

from bihuan.inspections import views

app_name = "inspections"

urlpatterns = [
    path("self-checks/", views.SelfCheckList.as_view(), name="list"),
    path("self-checks/<int:pk>/", views.self_check, name="detail"),
    path("self-checks/<int:pk>/finish/", views.finish, name="finish"),
    path("self-checks/<int:pk>/items/<int:item_id>/", views.answer, name="answer"),
    path("self-checks/<int:pk>/items/<int:item_id>/photos/", views.add_photos, name="photos"),
    path(
        "self-checks/<int:pk>/items/<int:item_id>/photos/<uuid:photo_id>/remove/",
        views.remove_photo,
        name="remove_photo",
    ),
]
