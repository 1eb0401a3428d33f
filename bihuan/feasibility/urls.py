"""Addresses of the feasibility of campaigns."""

from django.urls import path

from bihuan.feasibility import views

app_name = "feasibility"
urlpatterns = [
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/panel/", views.panel, name="panel"),
    path("<int:pk>/assumptions/", views.assumptions, name="assumptions"),
]
