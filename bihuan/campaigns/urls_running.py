"""Addresses of what runs from a plan: launch, living document, matrix, deliverables."""

from django.urls import path

from bihuan.campaigns.views import deliverables, launching, living, matrix, records, urging

urlpatterns = [
    path("deliverables/", records.DeliverableList.as_view(), name="deliverables"),
    path("deliverables/<int:pk>/", deliverables.detail, name="deliverable"),
    path("deliverables/<int:pk>/<slug:step>/", deliverables.take_step, name="deliverable_step"),
    path("<int:pk>/", living.living, name="living"),
    path("<int:pk>/sentences/<int:start>/", living.panel, name="panel"),
    path("<int:pk>/sentences/<int:start>/urge/", urging.urge, name="urge"),
    path("<int:pk>/matrix/", matrix.matrix, name="matrix"),
    path("<int:pk>/participants/", records.ParticipantList.as_view(), name="participants"),
    path("<int:pk>/findings/", records.FindingList.as_view(), name="findings"),
    path("<int:pk>/launch/", launching.launch, name="launch"),
    path("<int:pk>/launch/preview/", launching.launch_preview, name="launch_preview"),
    path("<int:pk>/finish/", launching.finish, name="finish"),
]
