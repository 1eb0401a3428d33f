"""Addresses of the library of laws and standards."""

from django.urls import path

from bihuan.regulations.views import listing, record

app_name = "regulations"
urlpatterns = [
    path("", listing.RegulationList.as_view(), name="list"),
    path("new/", record.new, name="new"),
    path("<int:pk>/", record.detail, name="detail"),
    path("<int:pk>/edit/", record.edit, name="edit"),
    path("<int:pk>/next/", record.next_edition, name="next_edition"),
    path("<int:pk>/comment/", record.comment, name="comment"),
]
