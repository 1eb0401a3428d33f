"""Nothing is left without somebody who goes on with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from bihuan.archives.loops import open_loops, placed, without_receiver
from bihuan.archives.models import Handover, HandoverLine
from bihuan.archives.services import handing_over as service
from bihuan.archives.tests.given import JULY_1, finished
from bihuan.campaigns.services.running import finish_campaign
from bihuan.campaigns.states import CampaignState
from bihuan.campaigns.tests.running import noon
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused
from bihuan.loop.models import Todo, TrailRow
from bihuan.oversight.tests.given import World

TODAY = JULY_1.date()


def keys(world: World, kind: str) -> list[tuple[str, int]]:
    loops = open_loops(world.campaign, on=TODAY)
    return [loop.key for loop in loops if loop.kind == kind]


def test_the_end_is_refused_until_everything_has_a_receiver(world: World) -> None:
    with pytest.raises(BadInput, match="隐患整改：还有 1 项没有办结也没有确定接收单位") as no:
        finish_campaign(campaign_id=world.campaign.pk, note="完成", by=world.cast.zhou, at=JULY_1)
    assert "企业自查：还有 3 项" in no.value.message
    world.campaign.refresh_from_db()
    assert world.campaign.state == CampaignState.RUNNING
    assert finished(world).state == CampaignState.ENDED


def test_every_kind_of_open_loop_is_found(world: World) -> None:
    kinds = {loop.kind.value for loop in open_loops(world.campaign, on=TODAY)}
    assert kinds == {"hazard", "self_check", "deliverable", "duty"}
    assert all(loop.holder for loop in open_loops(world.campaign, on=TODAY))


def test_the_default_is_the_office_that_answers(world: World) -> None:
    made = service.hand_over_by_default(
        campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_1
    )
    assert [one.receiver for one in made] == [world.cast.town_one]
    assert without_receiver(world.campaign, on=TODAY) == []
    assert service.hand_over_by_default(
        campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_1
    ) == []  # fmt: skip
    assert HandoverLine.objects.count() == len(open_loops(world.campaign, on=TODAY))
    todo = Todo.objects.get(case_kind="handover")
    assert todo.organisation == world.cast.town_one


def test_a_person_can_be_named(world: World) -> None:
    made = service.hand_over(
        campaign_id=world.campaign.pk, keys=keys(world, "hazard"), receiver_id=world.cast.town_one.pk,
        person_id=world.cast.lin.pk, by=world.cast.zhou, at=JULY_1,
    )  # fmt: skip
    assert Todo.objects.get(case_kind="handover").user == world.cast.lin
    with pytest.raises(NotAllowed, match="由本人接收"):
        service.accept_handover(handover_id=made.pk, by=world.cast.zhao, at=JULY_1)
    taken = service.accept_handover(handover_id=made.pk, by=world.cast.lin, at=JULY_1)
    assert taken.state == "accepted"
    row = TrailRow.objects.get(case_kind="handover", step="open")
    assert f"hazard#{world.hazard.pk}" in row.facts
    with pytest.raises(BadInput, match="不在本行动的地区内"):
        service.hand_over(
            campaign_id=world.campaign.pk, keys=keys(world, "self_check"),
            receiver_id=world.cast.town_two.pk, by=world.cast.zhou, at=JULY_1,
        )  # fmt: skip
    with pytest.raises(BadInput, match="不在云溪县安委办任职"):
        service.hand_over(
            campaign_id=world.campaign.pk, keys=keys(world, "self_check"),
            receiver_id=world.cast.county.pk, person_id=world.cast.lin.pk, by=world.cast.zhou,
            at=JULY_1,
        )  # fmt: skip


def test_a_superior_may_receive_and_send_back(world: World) -> None:
    chosen = keys(world, "hazard")
    made = service.hand_over(
        campaign_id=world.campaign.pk, keys=chosen, receiver_id=world.cast.county.pk,
        by=world.cast.zhou, at=JULY_1,
    )  # fmt: skip
    with pytest.raises(BadInput, match="已经移交"):
        service.hand_over(
            campaign_id=world.campaign.pk, keys=chosen, receiver_id=world.cast.town_one.pk,
            by=world.cast.zhou, at=JULY_1,
        )  # fmt: skip
    with pytest.raises(NotFound):
        service.accept_handover(handover_id=made.pk, by=world.cast.zhou, at=JULY_1)
    with pytest.raises(Refused, match="原因"):
        service.return_handover(handover_id=made.pk, note=" ", by=world.cast.wu, at=JULY_1)
    service.return_handover(handover_id=made.pk, note="应由镇里办", by=world.cast.wu, at=JULY_1)
    assert chosen[0] not in placed(world.campaign)
    with pytest.raises(BadInput, match="隐患整改"):
        finish_campaign(campaign_id=world.campaign.pk, note="完成", by=world.cast.zhou, at=JULY_1)
    finished(world)
    assert placed(world.campaign)[chosen[0]].handover.receiver == world.cast.town_one


def test_a_returned_list_gives_up_only_what_is_handed_over_again(world: World) -> None:
    chosen = [*keys(world, "hazard"), *keys(world, "self_check")[:1]]
    made = service.hand_over(
        campaign_id=world.campaign.pk, keys=chosen, receiver_id=world.cast.county.pk,
        by=world.cast.zhou, at=JULY_1,
    )  # fmt: skip
    service.return_handover(handover_id=made.pk, note="应由镇里办", by=world.cast.wu, at=JULY_1)
    made.lines.filter(case_kind="self_check").update(case_id=world.hazard.pk)  # numbers may agree
    service.hand_over(
        campaign_id=world.campaign.pk, keys=keys(world, "hazard"),
        receiver_id=world.cast.town_one.pk, by=world.cast.zhou, at=JULY_1,
    )  # fmt: skip
    assert [one.case_kind for one in made.lines.all()] == ["self_check"]


def test_who_may_hand_over(world: World) -> None:
    with pytest.raises(NotAllowed):
        service.hand_over_by_default(campaign_id=world.campaign.pk, by=world.cast.lin, at=JULY_1)
    with pytest.raises(NotFound):
        service.hand_over_by_default(campaign_id=world.campaign.pk, by=world.cast.sun, at=JULY_1)


@time_machine.travel(JULY_1, tick=False)
def test_by_the_pages(world: World) -> None:
    zhou, wu = signed_in(world.cast.zhou), signed_in(world.cast.wu)
    tab = f"/archives/campaigns/{world.campaign.pk}/"
    page = zhou.get(tab).content.decode()
    assert "还没有接收单位" in page
    assert (
        "没有确定接收单位" in zhou.get(f"/campaigns/{world.campaign.pk}/finish/").content.decode()
    )
    loop = f"hazard-{world.hazard.pk}"
    assert zhou.post(f"{tab}hand-over/", {"loop": loop}).status_code == 422
    form = {"loop": loop, "receiver": str(world.cast.county.pk)}
    assert zhou.post(f"{tab}hand-over/", form).status_code == 302
    assert zhou.post(f"{tab}hand-over/", {"how": "default"}).status_code == 302
    assert "都已有接收单位" in zhou.get(tab).content.decode()
    made = Handover.objects.get(receiver=world.cast.county)
    root = made.get_absolute_url()
    assert f"{root}accept/" not in zhou.get(root).content.decode()
    assert f"{root}accept/" in wu.get(root).content.decode()
    answer = wu.post(f"{root}accept/", {"version": made.version, "key": uuid4()})
    assert answer.status_code == 302
    assert "已接收" in zhou.get(root).content.decode()
    assert signed_in(world.cast.sun).get(root).status_code == 404
    end = {"version": world.campaign.version, "key": uuid4(), "note": "任务完成"}
    assert zhou.post(f"/campaigns/{world.campaign.pk}/finish/", end).status_code == 302
    listed = zhou.get("/archives/").content.decode()
    assert world.campaign.title in listed
    assert "未归档" in listed


def test_the_list_shows_what_was_handed_over_and_only_the_late(world: World) -> None:
    [made] = service.hand_over_by_default(
        campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_1
    )
    page = f"/archives/handovers/{made.pk}/"

    def shown(address: str, *, days: int) -> bool:
        assert made.due_on is not None
        with time_machine.travel(noon(made.due_on + timedelta(days=days)), tick=False):
            answer = signed_in(world.cast.zhou).get(address)
        assert answer.status_code == 200
        return page in answer.content.decode()

    assert shown(reverse("archives:handovers"), days=0)
    assert not shown(made.late_list, days=0)
    assert shown(made.late_list, days=1)
    service.accept_handover(handover_id=made.pk, by=world.cast.lin, at=JULY_1)
    assert not shown(made.late_list, days=1)
