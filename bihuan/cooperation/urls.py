"""Addresses of cooperation."""

from django.urls import path

from bihuan.cooperation.views import (
    actions,
    institutes,
    lists,
    meetings,
    records,
    referrals,
    tasks,
)

app_name = "cooperation"
urlpatterns = [
    path("", lists.ReferralList.as_view(), name="list"),
    path("new/", referrals.new, name="new"),
    path("<int:pk>/", referrals.detail, name="referral"),
    path("<int:pk>/<slug:step>/", referrals.take_step, name="referrals_step"),
    path("tasks/", lists.TaskList.as_view(), name="tasks"),
    path("tasks/<int:pk>/", tasks.detail, name="task"),
    path("tasks/<int:pk>/<slug:step>/", tasks.take_step, name="tasks_step"),
    path("meetings/", lists.MeetingList.as_view(), name="meetings"),
    path("meetings/new/", meetings.new, name="new_meeting"),
    path("meetings/<int:pk>/", meetings.detail, name="meeting"),
    path("meetings/<int:pk>/<slug:step>/", meetings.take_step, name="meetings_step"),
    path("series/", lists.SeriesList.as_view(), name="series"),
    path("series/new/", meetings.new_series, name="new_series"),
    path("actions/", lists.ActionList.as_view(), name="actions"),
    path("actions/new/", actions.new, name="new_action"),
    path("actions/<int:pk>/", actions.detail, name="action"),
    path("actions/<int:pk>/<slug:step>/", actions.take_step, name="actions_step"),
    path("institutes/", lists.InstituteList.as_view(), name="institutes"),
    path("institutes/new/", institutes.new, name="new_institute"),
    path("institutes/<int:pk>/", institutes.detail, name="institute"),
    path("institutes/<int:pk>/edit/", institutes.edit, name="edit_institute"),
    path("papers/<slug:noun>/<int:pk>/<uuid:public_id>/", records.paper, name="paper"),
]
