"""Addresses of plans and campaigns."""

from __future__ import annotations

from django.urls import path

from bihuan.campaigns.views import (
    adding,
    confirm,
    deliverables,
    groups,
    importing,
    launching,
    listing,
    living,
    matrix,
    records,
    remembering,
    urging,
    watching,
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
    path("<int:pk>/items/new/", adding.new_item, name="new_item"),
    path("<int:pk>/items/add/", adding.add, name="add_item"),
    path("<int:pk>/items/<int:item_id>/", confirm.item, name="item"),
    path("<int:pk>/items/<int:item_id>/edit/", confirm.edit, name="edit_item"),
    path("<int:pk>/items/<int:item_id>/accept/", confirm.accept, name="accept_item"),
    path("<int:pk>/items/<int:item_id>/correct/", confirm.correct, name="correct_item"),
    path("<int:pk>/items/<int:item_id>/reject/", confirm.reject, name="reject_item"),
    path("<int:pk>/items/<int:item_id>/undo/", confirm.undo, name="undo_item"),
    path("<int:pk>/items/<int:item_id>/settle/", confirm.settle, name="settle_item"),
]

# While a draft is checked: what others do, undoing, what earlier plans and standards suggest.
CHECKING = [
    path("<int:pk>/pulse/", watching.pulse, name="pulse"),
    path("<int:pk>/undo/", watching.undo_act, name="undo_act"),
    path("<int:pk>/outline/", watching.outline, name="outline"),
    path("<int:pk>/use-all/", remembering.use_all, name="use_all"),
    path("<int:pk>/items/<int:item_id>/use/", remembering.use, name="use_item"),
    path("<int:pk>/items/<int:item_id>/standard/", remembering.standard, name="standard_item"),
    path("lessons/", remembering.LessonList.as_view(), name="lessons"),
    path("lessons/<int:pk>/", remembering.lesson, name="lesson"),
    path("lessons/<int:pk>/forget/", remembering.forget, name="lesson_forget"),
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

# 领导小组: who leads the campaign, and what its office has open.
GROUP = [
    path("<int:pk>/group/", groups.group, name="group"),
    path("<int:pk>/group/set-up/", groups.set_up, name="group_set_up"),
    path("<int:pk>/group/office/", groups.office, name="group_office"),
    path("<int:pk>/group/add/", groups.add, name="group_add"),
    path("<int:pk>/group/add-class/", groups.add_class, name="group_add_class"),
    path("<int:pk>/group/<int:member_id>/fill/", groups.fill, name="group_fill"),
    path("<int:pk>/group/<int:member_id>/remove/", groups.remove, name="group_remove"),
    path("<int:pk>/group/todos/", groups.OfficeQueue.as_view(), name="group_todos"),
]

urlpatterns = [*PLANS, *CHECKING, *RUNNING, *GROUP]
