"""Everything that changes areas, bodies, accounts, posts and assignments.

Each function takes the actor as ``by``; ``None`` is for set-up and import commands only, which
run on the machine itself. What was done is written down once, in ``PeopleChange``.
"""

from bihuan.people.services.accounts import (
    change_own_password,
    create_account,
    deactivate,
    new_password,
    reactivate,
    reset_password,
    update_account,
)
from bihuan.people.services.assignments import assign, end_assignment
from bihuan.people.services.bodies import (
    create_area,
    create_areas,
    create_organisation,
    update_organisation,
)
from bihuan.people.services.posts import change_post, end_post, give_post

__all__ = [
    "assign",
    "change_own_password",
    "change_post",
    "create_account",
    "create_area",
    "create_areas",
    "create_organisation",
    "deactivate",
    "end_assignment",
    "end_post",
    "give_post",
    "new_password",
    "reactivate",
    "reset_password",
    "update_account",
    "update_organisation",
]
