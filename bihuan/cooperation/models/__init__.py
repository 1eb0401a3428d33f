"""Tables of bodies working together."""

from bihuan.cooperation.models.actions import JointAction, JointMember
from bihuan.cooperation.models.institutes import Institute
from bihuan.cooperation.models.meetings import Decision, Meeting, MeetingSeat, MeetingSeries
from bihuan.cooperation.models.referrals import Referral
from bihuan.cooperation.models.tasks import CooperationTask

__all__ = [
    "CooperationTask",
    "Decision",
    "Institute",
    "JointAction",
    "JointMember",
    "Meeting",
    "MeetingSeat",
    "MeetingSeries",
    "Referral",
]
