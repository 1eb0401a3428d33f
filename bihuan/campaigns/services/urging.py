"""催办: tell everybody whose inbox holds a late to-do of a sentence, once a day."""

from __future__ import annotations

from datetime import datetime

from bihuan.campaigns.living import LiveSentence
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.urging import late_todos
from bihuan.kernel.areas import AreaRange
from bihuan.kernel.errors import NotAllowed
from bihuan.loop.services.cases import business_date
from bihuan.notifications.services import remind_owners
from bihuan.people.models import User
from bihuan.people.states import Capability


def urge_late(
    *, campaign: Campaign, area: AreaRange, sentence: LiveSentence, by: User, at: datetime
) -> int:
    """Remind the owners of all the late to-dos; return how many reminders were new.

    A person hears of one to-do at most once a day, however often the button is pressed.
    """
    if not by.can(Capability.PLAN_LAUNCH):
        raise NotAllowed("您的岗位不能催办。")
    today = business_date(at)
    late = list(late_todos(campaign, area, on=today, sentence=sentence))
    return remind_owners(late, reason=f"{by.name}催办：{campaign.title}", on=today, at=at)
