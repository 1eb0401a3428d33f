"""Prepare a data directory with 600 enterprises and a confirmed plan; run as a program.

``python -m tests.resilience.stage`` fills the database of ``BIHUAN_VAR_DIR``, leaves the draft
in ``<var>/draft.sqlite3``, launches it in ``bihuan.sqlite3``, and prints as JSON what the tests
need to know. No worker runs, so the launch is queued and nothing of it is done.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

ENTERPRISES = 600
TOWN = 990121_101_000


def day(on: date) -> str:
    """Return a day as plans write it."""
    return f"{on.year}年{on.month}月{on.day}日"


def plan_text(on: date) -> str:
    """Return a plan whose dates lie around ``on``."""
    return f"""示例一镇安全生产专项整治工作方案

一、工作目标
企业自查率达到100%，隐患整改率达到95%以上。

二、工作步骤
（一）自查自纠阶段（{day(on - timedelta(days=1))}至{day(on + timedelta(days=40))}）。企业开展自查。
（二）集中整治阶段（{day(on + timedelta(days=41))}至{day(on + timedelta(days=90))}）。镇安全办组织检查。

三、检查内容
1.粉尘清扫制度是否落实，除尘系统是否正常运行；
2.疏散通道、安全出口是否畅通。

四、工作要求
镇领导每月带队检查不少于3次。企业主要负责人每月至少组织开展1次隐患排查。
镇安全办于{day(on + timedelta(days=50))}前将自查情况汇总表报县安委办。
"""


def prepare() -> dict[str, Any]:
    """Fill the database; return what the tests need to know."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connections
    from django.utils.timezone import localdate, now

    from bihuan.campaigns.choices import LaunchChoices
    from bihuan.campaigns.services.importing import import_plan
    from bihuan.campaigns.services.launch import launch_campaign, suggested_choices
    from bihuan.enterprises.models import Enterprise
    from bihuan.kernel.areas import county_of
    from bihuan.people.tests.given import VILLAGE_ONE, the_cast
    from tests.world import confirmed

    call_command("migrate", verbosity=0)
    at, today = now(), localdate()
    cast = the_cast()
    Enterprise.objects.bulk_create(
        Enterprise(
            name=f"示例企业{number}", area=VILLAGE_ONE, county=county_of(TOWN),
            home=county_of(TOWN), sector="light_industry", supervisor=cast.town_one,
            created_at=at,
        )
        for number in range(ENTERPRISES)
    )  # fmt: skip
    (campaign,) = import_plan(
        data=plan_text(today).encode(), name="方案.txt", organisation=cast.town_one, by=cast.zhou,
        at=at,
    )  # fmt: skip
    confirmed(campaign, cast.zhou, at=at)
    session = SessionStore()
    session[SESSION_KEY] = str(cast.zhao.pk)
    session[BACKEND_SESSION_KEY] = "bihuan.people.backends.AccountBackend"
    session[HASH_SESSION_KEY] = cast.zhao.get_session_auth_hash()
    session.create()
    wanted = suggested_choices(campaign, on=today)
    told = {
        "campaign": campaign.pk, "version": campaign.version, "revision": campaign.revision,
        "session": session.session_key,
        "key": str(uuid4()), "enterprises": ENTERPRISES, "areas": TOWN,
        "self_check_due_on": (today + timedelta(days=40)).isoformat(),
        "holders": {f"holder_{pk}": holder for pk, holder in wanted.holders.items()},
    }  # fmt: skip
    connections.close_all()
    var = Path(settings.VAR_DIR)
    shutil.copyfile(var / "bihuan.sqlite3", var / "draft.sqlite3")
    launch_campaign(
        campaign_id=campaign.pk, by=cast.zhao, at=at,
        choices=LaunchChoices(
            self_check_due_on=today + timedelta(days=40), areas=(TOWN,), holders=wanted.holders
        ),
    )  # fmt: skip
    connections.close_all()
    return told


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.config.settings"
    sys.stdout.write(json.dumps(prepare()))
