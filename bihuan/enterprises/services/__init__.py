"""Everything that changes the registry."""

from bihuan.enterprises.services.accounts import open_account
from bihuan.enterprises.services.dossier import (
    register_enterprise,
    set_status,
    update_enterprise,
)
from bihuan.enterprises.services.importing import start_import

__all__ = [
    "open_account",
    "register_enterprise",
    "set_status",
    "start_import",
    "update_enterprise",
]
