"""The pages of packs, from the list to a draft with rows taken over."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.test import Client

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import ItemKind
from bihuan.campaigns.tests.given import a_draft
from bihuan.packs.loading import all_packs, pack_by
from bihuan.packs.models import PackUse
from bihuan.packs.tests.given import a_stage, confirmed, drafted, started
from bihuan.people.models import User
from bihuan.people.tests.given import Cast
from bihuan.standards.models import Checklist


def _page(user: User, path: str) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return str(response.content, "utf-8")


def _post(user: User, path: str, data: Mapping[str, object] | None = None) -> int:
    client = Client()
    client.force_login(user)
    return client.post(path, dict(data or {})).status_code


def test_the_list_names_every_pack_and_stands_in_the_menu(cast: Cast) -> None:
    page = _page(cast.zhou, "/packs/")
    assert all(pack.name in page for pack in all_packs().values())
    assert 'href="/packs/"' in _page(cast.zhou, "/campaigns/")


def test_a_pack_shows_scope_checks_with_their_basis_papers_targets_and_sample(cast: Cast) -> None:
    a_stage(cast, pack_by("coal"))
    page = _page(cast.zhou, "/packs/coal/")
    assert "在册 2 家" in page
    assert "《中华人民共和国安全生产法》第三十条" in page
    assert "待核" in page
    assert "三项行动工作总结" in page
    assert "系统按“自查率”统计" in page
    assert "瓦斯检查空班" in page
    assert "用这个包起草行动" in page


def test_who_may_only_look_sees_no_buttons(cast: Cast) -> None:
    page = _page(cast.lin, "/packs/coal/")
    assert "用这个包起草行动" not in page
    assert _post(cast.lin, "/packs/coal/draft/") == 403
    assert _post(cast.lin, "/packs/coal/publish/") == 403


def test_the_button_makes_a_draft(cast: Cast) -> None:
    body = {"organisation": cast.town_one.pk, "year": 2026, "title": "本镇药品整治"}
    assert _post(cast.zhou, "/packs/drugs/draft/", body) == 302
    campaign = Campaign.objects.get()
    assert campaign.title == "本镇药品整治"
    page = _page(cast.zhou, campaign.get_absolute_url())
    assert "药品安全专项整治" in page
    assert "条检查项可以取用" in page


def test_a_wrong_year_or_a_foreign_body_comes_back_with_the_form(cast: Cast) -> None:
    body = {"organisation": cast.town_two.pk, "year": 26}
    assert _post(cast.zhou, "/packs/drugs/draft/", body) == 422
    assert not Campaign.objects.exists()


def test_a_checklist_is_published_from_the_page(cast: Cast) -> None:
    assert _post(cast.zhao, "/packs/coal/publish/", {"organisation": cast.town_one.pk}) == 302
    checklist = Checklist.objects.get()
    assert checklist.items.count() == len(pack_by("coal").rows)
    assert str(checklist) in _page(cast.zhao, "/packs/coal/")
    assert _post(cast.zhao, "/packs/coal/publish/", {}) == 422


def test_an_uploaded_draft_takes_a_pack_and_its_rows(cast: Cast) -> None:
    campaign = a_draft(cast)
    mine = f"/packs/campaigns/{campaign.pk}/"
    assert "还没有引用行业包" in _page(cast.zhou, mine)
    assert _post(cast.zhou, f"{mine}attach/", {"pack": "town_points"}) == 302
    page = _page(cast.zhou, mine)
    assert "加入草稿" in page
    assert "发起后由系统生成" in page
    assert "干式除尘系统" in page
    taken = {"rows": ["7", "8"], "categories": ["dust"]}
    assert _post(cast.zhou, f"{mine}town_points/take/", taken) == 302
    assert campaign.items.filter(kind=ItemKind.CHECK_ITEM, rule__startswith="行业包").count() == 2
    assert _page(cast.zhou, mine).count("已有</small>") == 3
    assert _post(cast.zhou, f"{mine}town_points/take/", {"rows": ["99"]}) == 422
    assert _post(cast.zhou, f"{mine}nothing/take/", taken) == 404
    assert _post(cast.zhou, f"{mine}attach/", {"pack": "nothing"}) == 404
    assert PackUse.objects.count() == 1


def test_a_running_campaign_shows_how_its_papers_stand(cast: Cast) -> None:
    stage = a_stage(cast, pack_by("coal"))
    campaign = started(stage, confirmed(stage, drafted(stage)))
    page = _page(stage.clerk, f"/packs/campaigns/{campaign.pk}/")
    assert "已纳入 2 家" in page
    assert "台账中 0 起" in page
    assert "由责任单位出具" in page
    assert "加入草稿" not in page
    assert ">行业包" in _page(stage.clerk, campaign.get_absolute_url())


@pytest.mark.parametrize("path", ["", "attach/", "coal/take/"])
def test_another_town_finds_nothing(cast: Cast, path: str) -> None:
    campaign = a_draft(cast)
    client = Client()
    client.force_login(cast.sun)
    target = f"/packs/campaigns/{campaign.pk}/{path}"
    response = client.post(target) if path else client.get(target)
    assert response.status_code == 404


def test_the_institution_pack_says_that_persons_stay_out(cast: Cast) -> None:
    assert "系统没有登记个人孕情、生育、病历的栏目" in _page(cast.zhou, "/packs/two_bans/")
    stage = a_stage(cast, pack_by("two_bans"))
    campaign = drafted(stage)
    page = _page(stage.clerk, f"/packs/campaigns/{campaign.pk}/")
    assert "本行动只检查机构，不登记任何个人信息" in page
