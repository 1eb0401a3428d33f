"""Background jobs."""

from __future__ import annotations

from django.urls import path

from bihuan.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.JobList.as_view(), name="list"),
    path("<uuid:public_id>/", views.job, name="job"),
    path("<uuid:public_id>/card/", views.card, name="card"),
    path("<uuid:public_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:public_id>/retry/", views.retry, name="retry"),
]
