"""The one button: ask the model about a draft."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from bihuan.people.states import Capability
from bihuan.proposals.services import ask_model
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest


@needs(Capability.PLAN_CONFIRM)
@require_POST
def ask(request: UserRequest, pk: int) -> HttpResponse:
    """Queue the reading and go back to the confirmation page, which shows its progress."""
    ask_model(campaign_id=pk, by=request.user, at=now())
    return redirect("campaigns:confirm", pk)
