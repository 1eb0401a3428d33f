"""What it takes to see a part of the shell: nothing, a capability, or a question's yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bihuan.people.models import User

Need: TypeAlias = "str | Callable[[User], bool] | None"


def permits(user: User, need: Need) -> bool:
    """Whether ``user`` has what is needed."""
    if need is None:
        return True
    return need(user) if callable(need) else user.can(need)
