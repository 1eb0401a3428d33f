"""Who may sign in at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

if TYPE_CHECKING:
    from bihuan.people.models import User


class AccountBackend(ModelBackend):
    """Accounts in use; demo accounts only where the demo is shown.

    Asked again with every request, so a closed account is out at once.
    """

    def user_can_authenticate(self, user: User | Any) -> bool:
        """Whether the account may be used."""
        return bool(user.is_active and (settings.DEMO or not user.is_demo))
