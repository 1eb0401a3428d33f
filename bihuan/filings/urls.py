"""Addresses of filings."""

from django.urls import path

from bihuan.filings import views

app_name = "filings"
urlpatterns = [
    path("published/", views.published, name="published"),
    path("campaigns/<int:pk>/", views.of_campaign, name="of_campaign"),
    path("<int:pk>/", views.filing, name="filing"),
    path("<int:pk>/keep/", views.keep, name="keep"),
    path("<int:pk>/<slug:step>/", views.take_step, name="step"),
]
