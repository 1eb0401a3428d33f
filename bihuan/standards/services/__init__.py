"""Everything that changes checklists."""

from bihuan.standards.rules import NewItem
from bihuan.standards.services.checklists import (
    create_checklist,
    install_builtin,
    publish,
    retire,
    revise,
    update_draft,
)

__all__ = [
    "NewItem",
    "create_checklist",
    "install_builtin",
    "publish",
    "retire",
    "revise",
    "update_draft",
]
