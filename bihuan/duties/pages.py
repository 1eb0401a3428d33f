"""What duties put into the shell."""

from __future__ import annotations

from bihuan.people.models import User
from bihuan.people.states import Capability
from bihuan.web import menu


def _is_office(user: User) -> bool:
    in_an_office = user.scope is not None and user.scope.enterprise_id is None
    return in_an_office and user.can(Capability.DUTY_VIEW)


menu.add("履职宣教", "我的职责", "duties:mine", "user-check", Capability.DUTY_PERFORM, order=10)
menu.add("履职宣教", "履职总览", "duties:matrix", "table", _is_office, order=20)
menu.add("履职宣教", "履职事项", "duties:list", "list-check", _is_office, order=30)
menu.add("履职宣教", "职责规则", "duties:rules", "settings", Capability.DUTY_MANAGE, order=40)
