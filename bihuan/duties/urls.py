"""Duties: the list, the matrix, one occurrence, the rules."""

from __future__ import annotations

from django.urls import path

from bihuan.duties.views import lists, matrix, occurrence, rule_pages

app_name = "duties"

urlpatterns = [
    path("", lists.DutyList.as_view(), name="list"),
    path("mine/", lists.MyDuties.as_view(), name="mine"),
    path("matrix/", matrix.matrix_page, name="matrix"),
    path("enterprises/", occurrence.enterprise_options, name="enterprise_options"),
    path("rules/", lists.RuleList.as_view(), name="rules"),
    path("rules/new/", rule_pages.new, name="rule_new"),
    path("rules/<int:pk>/", rule_pages.detail, name="rule"),
    path("rules/<int:pk>/stop/", rule_pages.stop, name="rule_stop"),
    path("<int:pk>/", occurrence.detail, name="detail"),
    path("<int:pk>/record/", occurrence.record, name="record"),
    path("<int:pk>/excuse/", occurrence.excuse, name="excuse"),
]
