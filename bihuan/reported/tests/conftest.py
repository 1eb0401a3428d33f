"""What the tests of reported values share: a running plan with targets that nothing counts."""

from __future__ import annotations

import pytest

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import ItemKind
from bihuan.campaigns.tests.running import TEXT, a_plan, an_item, factories, launched
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.loop.models import Evidence
from bihuan.loop.services.evidence import keep_file
from bihuan.loop.states import EvidenceKind
from bihuan.people.models import User
from bihuan.people.tests.given import Cast, the_cast

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DEATHS = "2026年事故死亡人数比2010年下降12.5%以上"
CONTAIN = "坚决遏制较大以上事故"
SATISFIED = "群众满意度达到90%以上"


def paper(by: User) -> Evidence:
    """Return a document that no step has taken yet."""
    body = by.post.organisation if by.post else None
    assert body is not None
    return keep_file(
        PDF, name="统计表.pdf", kind=EvidenceKind.ATTACHMENT, area=body.area, enterprise_id=None,
        by=by, at=JUNE_1,
    )  # fmt: skip


def a_campaign(cast: Cast, *, county: bool = False) -> Campaign:
    """Return a running plan with a share, a fall against a year, and a goal without a number."""
    text = TEXT.replace("群众满意度", f"{DEATHS}。{CONTAIN}。群众满意度")
    by, body = (cast.wu, cast.county) if county else (cast.zhou, cast.town_one)
    campaign = a_plan(by, body, text=text)
    an_item(campaign, ItemKind.TARGET, DEATHS, {
        "subject": "事故", "metric": "死亡人数", "op": ">=", "value": 12.5, "unit": "%",
        "deadline": "2026-06-30", "metric_key": None}).save()  # fmt: skip
    an_item(campaign, ItemKind.TASK, CONTAIN, {
        "actor": None, "action": CONTAIN, "due": None}).save()  # fmt: skip
    return launched(campaign, by)


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, by surname."""
    return the_cast()


@pytest.fixture
def running(cast: Cast) -> Campaign:
    """A town's campaign, running since June 1."""
    factories(cast, 3)
    return a_campaign(cast)
