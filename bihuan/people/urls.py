"""Addresses of signing in and of the administration of people."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from bihuan.people.views import signin

app_name = "people"

urlpatterns = [
    path("login/", signin.SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", signin.password, name="password"),
    path("demo/sign-in/", signin.demo_sign_in, name="demo"),
    path("demo/sign-in/<str:username>/", signin.demo_sign_in, name="demo"),
]
