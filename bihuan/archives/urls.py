"""Addresses of the end of campaigns."""

from __future__ import annotations

from django.urls import path

from bihuan.archives.views import ending, handovers, listing, packages, summaries

app_name = "archives"
urlpatterns = [
    path("", listing.ArchiveList.as_view(), name="list"),
    path("campaigns/<int:pk>/", ending.ending, name="ending"),
    path("campaigns/<int:pk>/summary/", summaries.draft, name="draft"),
    path("campaigns/<int:pk>/hand-over/", handovers.hand_over, name="hand_over"),
    path("campaigns/<int:pk>/package/", packages.make, name="make"),
    path("summaries/<int:pk>/", summaries.detail, name="summary"),
    path("summaries/<int:pk>/edit/", summaries.edit, name="edit_summary"),
    path("summaries/<int:pk>/cases/", summaries.cases, name="cases"),
    path("summaries/<int:pk>/cases/<int:case_id>/drop/", summaries.drop, name="drop_case"),
    path("summaries/<int:pk>/<slug:step>/", summaries.take_step, name="summary_step"),
    path("handovers/", listing.HandoverList.as_view(), name="handovers"),
    path("handovers/<int:pk>/", handovers.detail, name="handover"),
    path("handovers/<int:pk>/<slug:step>/", handovers.take_step, name="handover_step"),
    path("packages/<int:pk>/", packages.download, name="package"),
    path("verify/", packages.verify, name="verify"),
]
