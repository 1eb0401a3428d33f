"""Addresses of decomposition."""

from django.urls import path

from bihuan.cascade.views import levels, plans, receipts

app_name = "cascade"
urlpatterns = [
    path("", receipts.SubPlanList.as_view(), name="list"),
    path("campaigns/<int:pk>/", levels.levels, name="levels"),
    path("campaigns/<int:pk>/hand-down/", levels.hand_down, name="hand_down"),
    path("campaigns/<int:pk>/ask-receipts/", levels.ask_receipts, name="ask_receipts"),
    path("campaigns/<int:pk>/export/", levels.export, name="export"),
    path("receipts/", receipts.ReceiptList.as_view(), name="receipts"),
    path("receipts/<int:pk>/", receipts.detail, name="receipt"),
    path("receipts/<int:pk>/sign/", receipts.sign, name="sign"),
    path("<int:pk>/", plans.detail, name="plan"),
    path("<int:pk>/parent/", plans.parent_text, name="parent"),
    path("<int:pk>/take-over/", plans.take_over, name="take_over"),
    path("<int:pk>/own/", plans.bring_own, name="bring_own"),
    path("<int:pk>/match/", plans.match, name="match"),
    path("<int:pk>/raise/<int:inherited_id>/", plans.raise_item, name="raise"),
    path("<int:pk>/steps/<slug:step>/", plans.take_step, name="step"),
]
