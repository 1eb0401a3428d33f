"""What each post may do (house rules; an administrator grants posts, not single capabilities)."""

from __future__ import annotations

from bihuan.people.states import Capability as C
from bihuan.people.states import OrganisationKind, Role

ENTERPRISE_ROLES = frozenset({Role.ENTERPRISE_HEAD, Role.SAFETY_MANAGER})
PASSWORD_RULES = (
    "至少 10 个字符；",
    "不能全是数字；",
    "不能与账号、姓名相近；",
    "不能是常见密码。",
)

_GOVERNMENT_VIEW = frozenset(
    {
        C.PLAN_VIEW, C.ENTERPRISE_VIEW, C.SELF_CHECK_VIEW, C.HAZARD_VIEW, C.DUTY_VIEW,
        C.DELIVERABLE_VIEW, C.METRIC_VIEW, C.BULLETIN_VIEW, C.STANDARD_VIEW,
        C.COOPERATION_VIEW,
    }
)  # fmt: skip
_CLERK = _GOVERNMENT_VIEW | {
    C.PLAN_IMPORT, C.PLAN_CONFIRM, C.ENTERPRISE_EDIT, C.HAZARD_REPORT, C.HAZARD_GRADE,
    C.HAZARD_VERIFY, C.DUTY_PERFORM, C.DUTY_MANAGE, C.DELIVERABLE_SUBMIT, C.DELIVERABLE_ACCEPT,
    C.BULLETIN_DRAFT, C.STANDARD_EDIT, C.PLAN_LAUNCH, C.COOPERATION_HANDLE,
}  # fmt: skip

CAPABILITIES: dict[Role, frozenset[C]] = {
    Role.ADMINISTRATOR: frozenset(
        {C.PEOPLE_MANAGE, C.TRAIL_VERIFY, C.STANDARD_VIEW, C.STANDARD_EDIT, C.METRIC_VIEW}
    ),
    Role.CHIEF: _CLERK | {C.BULLETIN_ISSUE, C.TRAIL_VERIFY, C.PLAN_APPROVE},
    Role.CLERK: _CLERK,
    Role.LEADER: _GOVERNMENT_VIEW
    | {C.DUTY_PERFORM, C.HAZARD_REPORT, C.BULLETIN_ISSUE, C.PLAN_APPROVE},
    Role.INSPECTOR: _GOVERNMENT_VIEW
    | {C.DUTY_PERFORM, C.HAZARD_REPORT, C.HAZARD_GRADE, C.HAZARD_VERIFY, C.COOPERATION_HANDLE},
    Role.GRID_WORKER: frozenset(
        {C.ENTERPRISE_VIEW, C.SELF_CHECK_VIEW, C.HAZARD_VIEW, C.HAZARD_REPORT, C.DUTY_VIEW,
         C.DUTY_PERFORM}
    ),
    Role.ENTERPRISE_HEAD: frozenset(
        {C.ENTERPRISE_VIEW, C.SELF_CHECK_VIEW, C.SELF_CHECK_FILL, C.HAZARD_VIEW, C.HAZARD_REPORT,
         C.HAZARD_RECTIFY, C.HAZARD_VERIFY, C.DUTY_VIEW, C.DUTY_PERFORM}
    ),
    Role.SAFETY_MANAGER: frozenset(
        {C.ENTERPRISE_VIEW, C.SELF_CHECK_VIEW, C.SELF_CHECK_FILL, C.HAZARD_VIEW, C.HAZARD_REPORT,
         C.HAZARD_RECTIFY, C.HAZARD_VERIFY, C.DUTY_VIEW, C.DUTY_PERFORM}
    ),
}  # fmt: skip


def capabilities_of(role: str) -> frozenset[str]:
    """Return what a post of that role may do; an unknown role may do nothing."""
    if role not in Role.values:
        return frozenset()
    return frozenset(str(item) for item in CAPABILITIES[Role(role)])


def roles_for(kind: str) -> list[Role]:
    """Return the posts that a body of that kind can hold (house rule)."""
    is_enterprise = kind == OrganisationKind.ENTERPRISE
    return [role for role in Role if (role in ENTERPRISE_ROLES) == is_enterprise]
