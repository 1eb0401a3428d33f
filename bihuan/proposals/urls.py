"""Addresses of a model's proposals."""

from django.urls import path

from bihuan.proposals import views

app_name = "proposals"
urlpatterns = [path("<int:pk>/ask/", views.ask, name="ask")]
