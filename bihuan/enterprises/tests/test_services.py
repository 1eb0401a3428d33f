"""Dossiers are opened, changed and closed; who may not is refused; history stays."""

from __future__ import annotations

import pytest

from bihuan.enterprises import services
from bihuan.enterprises.models import Enterprise, EnterpriseChange
from bihuan.enterprises.queries import (
    EnterpriseFilter,
    enterprises_matching,
    fact_sources,
    tag_counts,
)
from bihuan.enterprises.rules import check_character
from bihuan.enterprises.states import ChangeKind, EnterpriseStatus, RiskColour, Size
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused, StaleVersion
from bihuan.people.models import User
from bihuan.people.states import Role
from bihuan.people.tests.given import (
    COUNTY,
    TOWN_ONE,
    TOWN_TWO,
    VILLAGE_ONE,
    VILLAGE_TWO,
    Cast,
    the_cast,
)

pytestmark = pytest.mark.django_db
BODY = "91990121MA0000001"
CODE = BODY + check_character(BODY)


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def a_dossier(
    by: User | None, *, name: str = "示例家具厂", area: int = VILLAGE_ONE, **facts: object
) -> Enterprise:
    more = {"sector": "light_industry", "tags": ("粉尘涉爆",), **facts}
    return services.register_enterprise(name=name, area=area, by=by, at=JUNE_1, **more)  # type: ignore[arg-type]


def test_a_clerk_registers_an_enterprise(cast: Cast) -> None:
    one = a_dossier(cast.zhou, credit_code=CODE.lower(), employees=36)
    assert (one.credit_code, one.supervisor, one.tags) == (CODE, cast.town_one, ["粉尘涉爆"])
    change = one.changes.get()
    assert change.kind == ChangeKind.REGISTERED
    assert ["employees", "", "36"] in change.changes
    assert ["area", "", "甲社区"] in change.changes


def test_everything_wrong_is_told_at_once(cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        a_dossier(
            cast.zhou, name=" ", sector="轻功", tags=("粉尘涉暴",), credit_code="123",
            area=VILLAGE_TWO,
        )  # fmt: skip
    told = {problem.where: str(problem) for problem in refusal.value.problems}
    assert set(told) == {"企业名称", "行业领域", "类别标签", "统一社会信用代码", "所在区划"}
    assert "是否应为“粉尘涉爆”" in told["类别标签"]


def test_only_keepers_of_dossiers_register(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_dossier(cast.lin)


def test_an_area_above_a_town_is_too_coarse(cast: Cast) -> None:
    with pytest.raises(BadInput, match="具体到乡镇"):
        a_dossier(cast.wu, area=COUNTY)


def test_a_second_dossier_of_the_same_enterprise_is_refused(cast: Cast) -> None:
    first = a_dossier(cast.zhou, credit_code=CODE)
    with pytest.raises(BadInput, match="已用于“示例家具厂”"):
        a_dossier(cast.wu, name="示例家具二厂", credit_code=CODE, area=TOWN_TWO)
    a_dossier(cast.zhou, name="示例杂货店")
    with pytest.raises(BadInput, match="该区划已有“示例杂货店”的档案"):
        a_dossier(cast.zhou, name="示例杂货店")
    services.set_status(
        enterprise_id=first.pk, status=EnterpriseStatus.CLOSED, reason="注销", by=cast.zhou,
        at=JUNE_1,
    )  # fmt: skip
    a_dossier(cast.zhou, name="示例家具新厂", credit_code=CODE)


def test_a_change_is_written_down_with_before_and_after(cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    changed = services.update_enterprise(
        enterprise_id=one.pk, changes={"employees": 120, "tags": ["有限空间"]}, by=cast.zhao,
        at=JUNE_1, expected_version=1, note="年度核实",
    )  # fmt: skip
    assert (changed.version, changed.tags) == (2, ["有限空间"])
    change = one.changes.latest("id")
    assert change.changes == [["employees", "0", "120"], ["tags", "粉尘涉爆", "有限空间"]]
    sources = fact_sources(one)
    assert (sources["employees"].by, sources["name"].by) == (cast.zhao, cast.zhou)


def test_nothing_different_writes_nothing(cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    services.update_enterprise(
        enterprise_id=one.pk, changes={"name": "示例家具厂 "}, by=cast.zhou, at=JUNE_1
    )
    assert EnterpriseChange.objects.count() == 1


def test_a_stale_page_is_refused(cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    services.update_enterprise(
        enterprise_id=one.pk, changes={"employees": 5}, by=cast.zhou, at=JUNE_1
    )
    with pytest.raises(StaleVersion, match="已被他人修改"):
        services.update_enterprise(
            enterprise_id=one.pk, changes={"employees": 6}, by=cast.zhao, at=JUNE_1,
            expected_version=1,
        )  # fmt: skip


def test_another_town_changes_nothing(cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    with pytest.raises(NotFound):
        services.update_enterprise(
            enterprise_id=one.pk, changes={"employees": 5}, by=cast.sun, at=JUNE_1
        )


def test_a_status_needs_a_reason_and_a_difference(cast: Cast) -> None:
    one = a_dossier(cast.zhou)
    with pytest.raises(Refused, match="请填写"):
        services.set_status(
            enterprise_id=one.pk, status="suspended", reason="", by=cast.zhou, at=JUNE_1
        )
    with pytest.raises(Refused, match="已是“在业”"):
        services.set_status(
            enterprise_id=one.pk, status="operating", reason="复产", by=cast.zhou, at=JUNE_1
        )


def test_an_account_makes_the_enterprise_a_body_that_sees_itself(cast: Cast) -> None:
    one, other = a_dossier(cast.zhou), a_dossier(cast.zhou, name="示例涂料厂")
    qian = services.open_account(
        enterprise=one, username="qian", name="钱", role=Role.SAFETY_MANAGER, by=cast.zhou,
        at=JUNE_1,
    )  # fmt: skip
    assert list(Enterprise.objects.visible_to(qian)) == [one]
    feng = services.open_account(
        enterprise=one, username="feng", name="冯", role=Role.ENTERPRISE_HEAD, by=cast.zhou,
        at=JUNE_1,
    )  # fmt: skip
    assert feng.post is not None
    assert qian.post is not None
    assert feng.post.organisation == qian.post.organisation
    with pytest.raises(Refused, match="不能设“安全办干事”岗位"):
        services.open_account(
            enterprise=other, username="x1", name="某", role=Role.CLERK, by=cast.zhou, at=JUNE_1
        )
    with pytest.raises(NotFound):
        services.open_account(
            enterprise=other, username="x2", name="某", role=Role.SAFETY_MANAGER, by=cast.sun,
            at=JUNE_1,
        )  # fmt: skip


def test_a_filter_narrows_by_every_kind(cast: Cast) -> None:
    dust = a_dossier(cast.zhou)
    ammonia = a_dossier(cast.zhou, name="示例冷冻厂", tags=("涉氨制冷", "冷库"), size=Size.LARGE)
    mine = a_dossier(None, name="示例采石场", area=VILLAGE_TWO, sector="noncoal_mine", tags=())
    closed = a_dossier(cast.zhou, name="示例旧厂")
    services.set_status(
        enterprise_id=closed.pk, status="closed", reason="注销", by=cast.zhou, at=JUNE_1
    )

    def found(**kinds: object) -> set[int]:
        rows = enterprises_matching(EnterpriseFilter(**kinds))  # type: ignore[arg-type]
        return {row.pk for row in rows}

    assert found() == {dust.pk, ammonia.pk, mine.pk}
    assert found(areas=[TOWN_ONE]) == {dust.pk, ammonia.pk}
    assert found(areas=[VILLAGE_ONE, TOWN_TWO]) == {dust.pk, ammonia.pk, mine.pk}
    assert found(tags=["涉氨制冷", "冷库"]) == {ammonia.pk}
    assert found(tags=["粉尘涉爆"], sizes=["large"]) == set()
    assert found(sectors=["noncoal_mine"]) == {mine.pk}
    assert tag_counts(enterprises_matching(EnterpriseFilter())) == {
        "冷库": 1, "涉氨制冷": 1, "粉尘涉爆": 1,
    }  # fmt: skip


def test_history_is_append_only(cast: Cast) -> None:
    change = a_dossier(cast.zhou, risk_colour=RiskColour.RED).changes.get()
    with pytest.raises(TypeError):
        change.save()
    with pytest.raises(TypeError):
        change.delete()
