"""Everything that changes the registry."""

from bihuan.enterprises.services.accounts import open_account
from bihuan.enterprises.services.dossier import (
    register_enterprise,
    set_status,
    update_enterprise,
)

__all__ = [
    "open_account",
    "register_enterprise",
    "set_status",
    "update_enterprise",
]
