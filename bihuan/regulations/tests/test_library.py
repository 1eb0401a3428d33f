"""The library: built-in texts, one's own, editions, comments, who sees what."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.kernel.errors import BadInput, NotAllowed, NotFound
from bihuan.people.tests.given import Cast, the_cast
from bihuan.regulations import services
from bihuan.regulations.builtin import builtin
from bihuan.regulations.models import Regulation, RegulationComment
from bihuan.regulations.queries import Known, in_force_on
from bihuan.regulations.services.library import Text
from bihuan.regulations.states import RegulationKind, Standing
from bihuan.standards.rules import NewItem
from bihuan.standards.services import create_checklist

pytestmark = pytest.mark.django_db
JUNE_1 = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    services.install_builtin()
    return the_cast()


def a_text(**more: object) -> Text:
    plain: dict[str, object] = {
        "title": "示例镇安全管理办法", "kind": RegulationKind.DOCUMENT,
        "number": "示镇发〔2025〕3号", "effective_on": date(2025, 3, 1),
    }  # fmt: skip
    return Text(**{**plain, **more})  # type: ignore[arg-type]


def browser(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="bihuan.people.backends.AccountBackend")  # type: ignore[arg-type]
    return client


def test_the_built_in_texts_are_there_once(cast: Cast) -> None:
    assert Regulation.objects.visible_to(cast.zhou).count() == len(builtin())
    assert services.install_builtin() == 0


def test_a_correction_of_the_file_reaches_the_entry(cast: Cast) -> None:
    Regulation.objects.filter(code="gb-7718").update(title="错名")
    assert services.install_builtin() == 1
    assert Regulation.objects.get(code="gb-7718").title.endswith("标签通则")


def test_the_edition_in_force_on_a_day(cast: Cast) -> None:
    """What a review is bound to: the standard in force on its day (LAW-18)."""
    before, after = (
        in_force_on("gbt-33000", date(2025, 10, 30)),
        in_force_on("gbt-33000", date(2025, 10, 31)),
    )
    assert before is not None
    assert after is not None
    assert (before.number, after.number) == ("GB/T 33000-2016", "GB/T 33000-2025")
    assert in_force_on("gbt-33000", date(2010, 1, 1)) is None


def test_every_edition_stands_in_the_table_as_the_rule_says(cast: Cast) -> None:
    for day in (date(2017, 3, 31), date(2025, 10, 30), date(2025, 10, 31), date(2026, 6, 1)):
        by_rule = {
            one.pk for one in Regulation.objects.select_related("replaced_by")
            if one.on(day) is Standing.IN_FORCE
        }  # fmt: skip
        by_table = set(Regulation.objects.all().in_force_on(day).values_list("pk", flat=True))
        assert by_table == by_rule


def test_citations_are_resolved_in_one_query(cast: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        known = Known(cast.zhou, [("安全生产法", ""), ("", "GB7718"), ("示例", "")])
        assert known.resolve("安全生产法", "", date(2026, 6, 1)).standing is Standing.IN_FORCE
        assert known.resolve("", "GB7718", date(2026, 6, 1)).standing is Standing.UNDATED
        assert known.resolve("示例", "", date(2026, 6, 1)).standing is Standing.UNKNOWN
    assert len([one for one in seen if "regulationname" in one["sql"]]) == 1


def test_the_versioned_catalogues_are_there(cast: Cast) -> None:
    titles = {one.title for one in Regulation.objects.filter(kind=RegulationKind.CATALOGUE)}
    assert {"金属冶炼目录（2015版）", "安全生产专用设备企业所得税优惠目录（2018年版）"} <= titles
    known = Known(cast.zhou, [("生产专用设备企业所得税优惠目录(2018年版)", "")])
    found = known.resolve("生产专用设备企业所得税优惠目录(2018年版)", "", date(2026, 6, 1))
    assert found.standing is Standing.UNDATED


# --- one's own ----------------------------------------------------------------------------------


def test_a_towns_own_text_is_seen_by_town_and_county_and_not_next_door(cast: Cast) -> None:
    made = services.add_regulation(text=a_text(), by=cast.zhou, at=JUNE_1)
    assert Regulation.objects.visible_to(cast.wu).filter(pk=made.pk).exists()
    assert not Regulation.objects.visible_to(cast.sun).filter(pk=made.pk).exists()
    county = services.add_regulation(text=a_text(title="县办法"), by=cast.wu, at=JUNE_1)
    assert Regulation.objects.visible_to(cast.sun).filter(pk=county.pk).exists()
    with pytest.raises(NotFound):
        services.change_regulation(regulation_id=county.pk, text=a_text(), by=cast.sun)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "示镇发〔202503号"}, "疑为"),
        ({"title": "《》"}, "没有填写"),
        ({"kind": "示例"}, "没有选择"),
        ({"ends_on": date(2024, 1, 1)}, "早于施行日期"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        services.add_regulation(text=a_text(**wrong), by=cast.zhou, at=JUNE_1)


def test_the_same_text_is_not_put_in_twice_and_not_by_an_inspector(cast: Cast) -> None:
    services.add_regulation(text=a_text(), by=cast.zhou, at=JUNE_1)
    with pytest.raises(BadInput, match="同名同号"):
        services.add_regulation(text=a_text(), by=cast.zhou, at=JUNE_1)
    with pytest.raises(NotAllowed):
        services.add_regulation(text=a_text(title="另一份"), by=cast.lin, at=JUNE_1)


def test_the_next_edition_takes_the_place_of_ones_own(cast: Cast) -> None:
    old = services.add_regulation(text=a_text(), by=cast.zhou, at=JUNE_1)
    new = services.add_edition(
        regulation_id=old.pk, by=cast.zhou, at=JUNE_1,
        text=a_text(number="示镇发〔2026〕1号", effective_on=date(2026, 2, 1)),
    )  # fmt: skip
    old.refresh_from_db()
    assert (old.replaced_by, new.series) == (new, old.series)
    assert in_force_on(old.series, date(2026, 1, 31)) == old
    assert in_force_on(old.series, date(2026, 2, 1)) == new
    with pytest.raises(BadInput, match="不晚于"):
        services.add_edition(regulation_id=new.pk, by=cast.zhou, at=JUNE_1, text=a_text(title="旧"))


def test_the_built_in_texts_belong_to_nobody(cast: Cast) -> None:
    law = Regulation.objects.get(code="safety-law")
    for user in (cast.zhou, cast.wu):
        with pytest.raises(NotFound):
            services.change_regulation(regulation_id=law.pk, text=a_text(), by=user)


def test_a_comment_is_seen_at_home_and_above_and_not_next_door(cast: Cast) -> None:
    law = Regulation.objects.get(code="safety-law")
    services.comment_on(regulation_id=law.pk, text="第四十一条可再明确。", by=cast.zhou, at=JUNE_1)
    seen = {
        user.username: RegulationComment.objects.visible_to(user).count()
        for user in (cast.zhou, cast.wu, cast.sun)
    }
    assert seen == {"zhou": 1, "wu": 1, "sun": 0}
    with pytest.raises(BadInput, match="没有填写"):
        services.comment_on(regulation_id=law.pk, text=" ", by=cast.zhou, at=JUNE_1)


# --- pages --------------------------------------------------------------------------------------


def test_the_page_of_a_standard_shows_its_editions(cast: Cast) -> None:
    old = Regulation.objects.get(code="gbt-33000-2016")
    page = browser(cast.zhou).get(old.get_absolute_url()).content.decode()
    assert "已由 GB/T 33000-2025 替代（2025年10月31日起）" in page
    assert "大中型企业安全生产标准化管理体系要求" in page


def test_the_list_narrows_to_what_was_in_force_on_a_day(cast: Cast) -> None:
    client = browser(cast.zhou)
    page = client.get("/regulations/", {"q": "33000", "on": "2025-10-30"}).content.decode()
    assert "GB/T 33000-2016" in page
    assert "大中型企业" not in page.partition("<tbody")[2].replace("替代它的文本", "")
    assert "不是日期" in client.get("/regulations/", {"on": "示例"}).content.decode()


def test_a_check_items_basis_leads_to_the_text_and_the_text_to_the_item(cast: Cast) -> None:
    basis = "《中华人民共和国安全生产法》第四十一条；《示例》；《企业安全生产标准化基本规范》（GB/T 33000-2016）"
    one = create_checklist(
        name="示例标准", items=[NewItem("示例检查内容", basis=basis)], organisation=cast.town_one,
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip
    law = Regulation.objects.get(code="safety-law")
    client = browser(cast.zhou)
    page = client.get(one.get_absolute_url()).content.decode()
    assert f'href="{law.get_absolute_url()}"' in page
    assert "已由 GB/T 33000-2025 替代" in page
    assert one.get_absolute_url() in client.get(law.get_absolute_url()).content.decode()
    other = browser(cast.sun).get(law.get_absolute_url()).content.decode()
    assert one.get_absolute_url() not in other


def test_a_form_adds_a_text_and_says_what_is_wrong(cast: Cast) -> None:
    client = browser(cast.zhou)
    form = {"title": "示例办法", "kind": "document", "number": "示镇发〔20253号"}
    refused = client.post("/regulations/new/", form)
    assert refused.status_code == 422
    assert "文号括号不完整" in refused.content.decode()
    saved = client.post("/regulations/new/", {**form, "number": "示镇发〔2025〕3号"})
    assert saved.status_code == 302
    made = Regulation.objects.get(title="示例办法")
    assert client.post(f"/regulations/{made.pk}/comment/", {"text": "好用"}).status_code == 302
    assert client.get(f"/regulations/{made.pk}/next/").status_code == 200
    changed = client.post(
        f"/regulations/{made.pk}/edit/", {**form, "number": "", "title": "改名办法"}
    )
    assert changed.status_code == 302
