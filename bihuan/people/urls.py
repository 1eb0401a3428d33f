"""Addresses of signing in and of the administration of people."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from bihuan.people.views import assignments, bodies, persons, signin

app_name = "people"

urlpatterns = [
    path("login/", signin.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", signin.password, name="password"),
    path("demo/sign-in/", signin.demo_sign_in, name="demo"),
    path("demo/sign-in/<str:username>/", signin.demo_sign_in, name="demo"),
    path("people/", persons.PersonList.as_view(), name="list"),
    path("people/new/", persons.new, name="new"),
    path("people/<int:pk>/", persons.person, name="person"),
    path("people/<int:pk>/edit/", persons.edit, name="edit"),
    path("people/<int:pk>/reset/", persons.reset, name="reset"),
    path("people/<int:pk>/deactivate/", persons.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", persons.reactivate, name="reactivate"),
    path("people/<int:pk>/post/", persons.change_post, name="post"),
    path("people/<int:pk>/post/end/", persons.end_post, name="post-end"),
    path("people/organisations/", bodies.OrganisationList.as_view(), name="organisations"),
    path("people/organisations/new/", bodies.new_organisation, name="organisation-new"),
    path("people/organisations/<int:pk>/", bodies.organisation, name="organisation"),
    path("people/areas/", bodies.area_tree, name="areas"),
    path("people/areas/new/", bodies.new_area, name="area-new"),
    path("people/assignments/", assignments.AssignmentList.as_view(), name="assignments"),
    path("people/assignments/new/", assignments.new, name="assignment-new"),
    path("people/assignments/<int:pk>/end/", assignments.end, name="assignment-end"),
]
