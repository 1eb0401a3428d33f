"""Numbers: the catalogue, the matrix, one number, the records behind it."""

from __future__ import annotations

from django.urls import path

from bihuan.metrics.views import catalogue, matrix, one, records

app_name = "metrics"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("<str:key>/", one.metric, name="metric"),
    path("<str:key>/records/", records.RecordList.as_view(), name="records"),
]
