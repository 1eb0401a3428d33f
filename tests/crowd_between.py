"""More than thirty rows for the lists of laws and of bodies working together."""

from __future__ import annotations

from datetime import date

from bihuan.cooperation.services.actions import Share, open_action
from bihuan.cooperation.services.institutes import Partner, keep_institute
from bihuan.cooperation.services.meetings import create_series
from bihuan.cooperation.services.referrals import Passing, send_referral
from bihuan.cooperation.states import ActionKind, InstituteKind, MeetingKind, ReferralKind
from bihuan.kernel.periods import Recurrence
from bihuan.regulations.services import install_builtin
from tests.world import JUNE_1, World

MANY = 32


def crowd_between_bodies(world: World) -> None:
    """Fill the lists of 法规标准 and 部门协同; a series plans its meeting, an action sets its task."""
    install_builtin()
    cast = world.cast
    for number in range(MANY):
        send_referral(
            passing=Passing(ReferralKind.CLUE, f"示例线索{number}", "示例"), receiver=cast.county,
            by=cast.zhou, at=JUNE_1,
        )  # fmt: skip
        create_series(
            name=f"示例会议{number}", kind=MeetingKind.JOINT, every=Recurrence.YEAR,
            members=[cast.county], since=date(2026, 1, 1), by=cast.zhou, at=JUNE_1,
        )  # fmt: skip
        open_action(
            kind=ActionKind.JOINT, title=f"示例行动{number}", purpose="示例",
            starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 30), by=cast.zhou, at=JUNE_1,
            shares=[Share(cast.county, "示例任务")],
        )  # fmt: skip
        keep_institute(
            partner=Partner(f"示例协会{number}", InstituteKind.ASSOCIATION, "示例"), by=cast.zhou,
            at=JUNE_1,
        )  # fmt: skip
