"""Addresses of issued documents; the verification is short because it is printed on paper."""

from django.urls import path

from bihuan.documents import views

app_name = "documents"
urlpatterns = [
    path("documents/", views.DocumentList.as_view(), name="list"),
    path("documents/<int:pk>/", views.detail, name="detail"),
    path("documents/<int:pk>/word/", views.download, {"kind": "docx"}, name="word"),
    path("documents/<int:pk>/pdf/", views.download, {"kind": "pdf"}, name="pdf"),
    path("verify/", views.verify_start, name="verify_start"),
    path("verify/<str:token>/", views.verify, name="verify"),
]
