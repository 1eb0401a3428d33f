"""Addresses of the registry."""

from __future__ import annotations

from django.urls import path

from bihuan.enterprises.views import dossier, imports, register

app_name = "enterprises"

urlpatterns = [
    path("", register.EnterpriseList.as_view(), name="list"),
    path("new/", dossier.new, name="new"),
    path("mine/", dossier.mine, name="mine"),
    path("import/", imports.upload, name="import"),
    path("import/template/", imports.template, name="import-template"),
    path("import/<int:pk>/", imports.follow, name="import-detail"),
    path("import/<int:pk>/mend/", imports.mend, name="import-mend"),
    path("<int:pk>/", dossier.detail, name="detail"),
    path("<int:pk>/edit/", dossier.edit, name="edit"),
    path("<int:pk>/status/", dossier.status, name="status"),
    path("<int:pk>/account/", dossier.account, name="account"),
    path("<int:pk>/responsible/", dossier.responsible, name="responsible"),
]
