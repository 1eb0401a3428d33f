"""Addresses of bulletins."""

from django.urls import path

from bihuan.oversight import views

app_name = "oversight"
urlpatterns = [
    path("bulletins/", views.BulletinList.as_view(), name="list"),
    path("bulletins/<int:pk>/", views.detail, name="bulletin"),
    path("bulletins/<int:pk>/edit/", views.edit, name="edit"),
    path("bulletins/<int:pk>/<slug:step>/", views.take_step, name="step"),
    path("campaigns/<int:campaign_id>/draft/", views.draft, name="draft"),
]
