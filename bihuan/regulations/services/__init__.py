"""Everything that changes the library."""

from bihuan.regulations.services.library import (
    add_edition,
    add_regulation,
    change_regulation,
    comment_on,
)
from bihuan.regulations.services.setup import install_builtin

__all__ = [
    "add_edition",
    "add_regulation",
    "change_regulation",
    "comment_on",
    "install_builtin",
]
