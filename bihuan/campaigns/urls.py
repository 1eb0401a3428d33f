"""Addresses of plans and campaigns."""

from __future__ import annotations

from django.urls import path

from bihuan.campaigns.views import (
    confirm,
    deliverables,
    importing,
    launching,
    listing,
    living,
    matrix,
    records,
    urging,
)

app_name = "campaigns"

# From the document to the confirmed draft.
PLANS = [
    path("", listing.CampaignList.as_view(), name="list"),
    path("upload/", importing.upload, name="upload"),
    path("files/<int:pk>/", importing.plan_file, name="plan_file"),
    path("<int:pk>/original/", importing.original, name="original"),
    path("<int:pk>/discard/", listing.discard, name="discard"),
    path("<int:pk>/head/", confirm.head, name="head"),
    path("<int:pk>/confirm/", confirm.confirm, name="confirm"),
    path("<int:pk>/accept-sure/", confirm.accept_sure, name="accept_sure"),
    path("<int:pk>/items/new/", confirm.new_item, name="new_item"),
    path("<int:pk>/items/add/", confirm.add, name="add_item"),
    path("<int:pk>/items/<int:item_id>/", confirm.item, name="item"),
    path("<int:pk>/items/<int:item_id>/edit/", confirm.edit, name="edit_item"),
    path("<int:pk>/items/<int:item_id>/accept/", confirm.accept, name="accept_item"),
    path("<int:pk>/items/<int:item_id>/correct/", confirm.correct, name="correct_item"),
    path("<int:pk>/items/<int:item_id>/reject/", confirm.reject, name="reject_item"),
    path("<int:pk>/items/<int:item_id>/undo/", confirm.undo, name="undo_item"),
    path("<int:pk>/items/<int:item_id>/settle/", confirm.settle, name="settle_item"),
]

# From launch to the end: the living document, targets, deliverables.
RUNNING = [
    path("deliverables/", records.DeliverableList.as_view(), name="deliverables"),
    path("deliverables/<int:pk>/", deliverables.detail, name="deliverable"),
    path("deliverables/<int:pk>/<slug:step>/", deliverables.take_step, name="deliverable_step"),
    path("<int:pk>/", living.living, name="living"),
    path("<int:pk>/sentences/<int:start>/", living.panel, name="panel"),
    path("<int:pk>/sentences/<int:start>/urge/", urging.urge, name="urge"),
    path("<int:pk>/include/", living.include, name="include"),
    path("<int:pk>/matrix/", matrix.matrix, name="matrix"),
    path("<int:pk>/participants/", records.ParticipantList.as_view(), name="participants"),
    path("<int:pk>/findings/", records.FindingList.as_view(), name="findings"),
    path("<int:pk>/launch/", launching.launch, name="launch"),
    path("<int:pk>/launch/preview/", launching.launch_preview, name="launch_preview"),
    path("<int:pk>/finish/", launching.finish, name="finish"),
]

urlpatterns = [*PLANS, *RUNNING]
