"""Areas, bodies, accounts, posts and assignments through their services."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bihuan.kernel.errors import NotAllowed, NotFound, Refused
from bihuan.people import services
from bihuan.people.models import Area, Assignment, Organisation, PeopleChange, User
from bihuan.people.queries import area_names, office_for, people_of
from bihuan.people.states import AssignmentKind, OrganisationKind, Role
from bihuan.people.tests.given import (
    COUNTY,
    TOWN_ONE,
    TOWN_TWO,
    VILLAGE_ONE,
    Cast,
    a_person,
    the_cast,
)

pytestmark = pytest.mark.django_db
JUNE_1 = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
DAY = date(2026, 6, 1)


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def admin(cast: Cast) -> User:
    return a_person("admin", "郑", Role.ADMINISTRATOR, cast.county)


@pytest.fixture
def town_admin(cast: Cast) -> User:
    return a_person("admin1", "王", Role.ADMINISTRATOR, cast.town_one)


def a_clerk(cast: Cast, by: User | None, *, username: str = "chen") -> User:
    return services.create_account(
        username=username, name="陈", organisation=cast.town_one, role=Role.CLERK, by=by, at=JUNE_1
    )


def test_areas_are_named_from_above_and_renamed_below(cast: Cast, admin: User) -> None:
    services.create_area(TOWN_ONE + 8, "丁社区", by=admin, at=JUNE_1)
    assert Area.objects.get(code=TOWN_ONE + 8).full_name.endswith("示例一镇丁社区")
    services.create_area(TOWN_ONE, "示例新镇", by=admin, at=JUNE_1)
    assert Area.objects.get(code=TOWN_ONE + 8).full_name.endswith("示例新镇丁社区")


def test_an_area_needs_the_one_above_it(cast: Cast) -> None:
    with pytest.raises(Refused, match="请先建立上级"):
        services.create_area(990199_101_000, "示例三镇", by=None, at=JUNE_1)
    with pytest.raises(Refused, match="不是 12 位数字"):
        services.create_area(9901, "短码", by=None, at=JUNE_1)


def test_an_administrator_makes_bodies_within_the_own_area_only(
    cast: Cast, town_admin: User
) -> None:
    made = services.create_organisation(
        name="甲社区居委会", kind=OrganisationKind.COMMUNITY, area=VILLAGE_ONE, by=town_admin,
        at=JUNE_1,
    )  # fmt: skip
    assert PeopleChange.objects.get(organisation=made).text == "建立机构：甲社区居委会"
    with pytest.raises(NotFound):
        services.create_organisation(
            name="乙办", kind=OrganisationKind.TOWN_OFFICE, area=TOWN_TWO, by=town_admin, at=JUNE_1
        )
    with pytest.raises(NotAllowed):
        services.create_organisation(
            name="丙办", kind=OrganisationKind.COMMUNITY, area=VILLAGE_ONE, by=cast.zhou, at=JUNE_1
        )


def test_a_body_is_not_its_own_superior(cast: Cast, admin: User) -> None:
    with pytest.raises(Refused, match="不能是本机构或其下级"):
        services.update_organisation(
            organisation_id=cast.town_one.pk, name="示例一镇安全办", short_name="",
            parent=cast.town_one, by=admin, at=JUNE_1,
        )  # fmt: skip


def test_an_account_is_opened_with_its_post(cast: Cast, admin: User) -> None:
    chen = a_clerk(cast, admin)
    assert chen.must_change_password
    assert not chen.has_usable_password()
    assert chen.post is not None
    assert (chen.post.role, chen.post.since) == (Role.CLERK, DAY)


@pytest.mark.parametrize("username", ["zhou", "ZHOU", "陈", "a", "a b"])
def test_a_user_name_that_is_taken_or_cannot_be_typed_is_refused(
    cast: Cast, admin: User, username: str
) -> None:
    with pytest.raises(Refused, match="账号"):
        a_clerk(cast, admin, username=username)


def test_a_clerk_opens_no_accounts_of_officials(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_clerk(cast, cast.zhou)


def test_an_enterprise_post_does_not_fit_an_office(cast: Cast, admin: User) -> None:
    with pytest.raises(Refused, match="不能设“企业主要负责人”岗位"):
        services.create_account(
            username="chen", name="陈", organisation=cast.town_one, role=Role.ENTERPRISE_HEAD,
            by=admin, at=JUNE_1,
        )  # fmt: skip


def test_changing_the_post_ends_the_old_one(cast: Cast, admin: User) -> None:
    chen = a_clerk(cast, admin)
    services.change_post(
        user=chen, organisation=cast.town_two, role=Role.CHIEF, on=date(2026, 7, 1), by=admin,
        at=JUNE_1,
    )  # fmt: skip
    chen = User.objects.get(pk=chen.pk)
    assert chen.post is not None
    assert (chen.post.organisation, chen.post.role) == (cast.town_two, Role.CHIEF)
    assert chen.posts.get(organisation=cast.town_one).until == date(2026, 7, 1)


def test_a_post_ends_once_and_not_before_it_began(cast: Cast, admin: User) -> None:
    chen = a_clerk(cast, admin)
    assert chen.post is not None
    post_id = chen.post.pk
    with pytest.raises(Refused, match="不能早于任职日期"):
        services.end_post(post_id=post_id, on=date(2026, 5, 1), by=admin, at=JUNE_1)
    services.end_post(post_id=post_id, on=date(2026, 6, 30), by=admin, at=JUNE_1)
    with pytest.raises(Refused, match="已经离任"):
        services.end_post(post_id=post_id, on=date(2026, 6, 30), by=admin, at=JUNE_1)


def test_a_reset_password_works_once_shown_and_must_be_changed(cast: Cast, admin: User) -> None:
    chen = a_clerk(cast, admin)
    password = services.reset_password(user_id=chen.pk, by=admin, at=JUNE_1)
    chen.refresh_from_db()
    assert chen.check_password(password)
    assert chen.must_change_password
    services.change_own_password(user=chen, password="Xin-mi-ma-2026", at=JUNE_1)
    assert not chen.must_change_password
    with pytest.raises(NotFound):
        services.reset_password(
            user_id=cast.sun.pk,
            by=a_person("admin1", "王", Role.ADMINISTRATOR, cast.town_one),
            at=JUNE_1,
        )


def test_deactivating_needs_a_reason_and_is_not_for_oneself(cast: Cast, admin: User) -> None:
    with pytest.raises(Refused, match="不能停用自己"):
        services.deactivate(user_id=admin.pk, reason="离职", by=admin, at=JUNE_1)
    with pytest.raises(Refused, match="停用原因"):
        services.deactivate(user_id=cast.lin.pk, reason=" ", by=admin, at=JUNE_1)
    services.deactivate(user_id=cast.lin.pk, reason="调离", by=admin, at=JUNE_1)
    assert not User.objects.get(pk=cast.lin.pk).is_active
    services.reactivate(user_id=cast.lin.pk, by=admin, at=JUNE_1)
    assert User.objects.get(pk=cast.lin.pk).is_active


def test_a_grid_is_refused_without_a_person(cast: Cast) -> None:
    with pytest.raises(Refused, match="网格必须明确到人"):
        services.assign(
            user=None, kind=AssignmentKind.GRID, area=VILLAGE_ONE, since=DAY, by=cast.zhou,
            at=JUNE_1,
        )  # fmt: skip


def a_grid(cast: Cast) -> Assignment:
    return services.assign(
        user=cast.lin, kind=AssignmentKind.GRID, area=VILLAGE_ONE, since=DAY, by=cast.zhou,
        at=JUNE_1,
    )  # fmt: skip


def test_a_grid_is_handed_over_and_never_left_empty(cast: Cast, admin: User) -> None:
    grid = a_grid(cast)
    with pytest.raises(Refused, match="网格不能没有责任人"):
        services.end_assignment(assignment_id=grid.pk, on=DAY, by=cast.zhou, at=JUNE_1)
    with pytest.raises(Refused, match="甲社区网格的唯一责任人"):
        services.deactivate(user_id=cast.lin.pk, reason="调离", by=admin, at=JUNE_1)
    services.end_assignment(
        assignment_id=grid.pk, on=DAY, successor=cast.li, by=cast.zhou, at=JUNE_1
    )
    now = Assignment.objects.current(on=date(2026, 6, 2)).get(area=VILLAGE_ONE)
    assert now.user == cast.li
    services.deactivate(user_id=cast.lin.pk, reason="调离", by=admin, at=JUNE_1)


def test_the_same_assignment_is_not_given_twice(cast: Cast) -> None:
    a_grid(cast)
    with pytest.raises(Refused, match="不需要重复指定"):
        a_grid(cast)


def test_another_town_cannot_assign_here(cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.assign(
            user=cast.sun, kind=AssignmentKind.CONTRACTED, area=VILLAGE_ONE, since=DAY,
            by=cast.sun, at=JUNE_1,
        )  # fmt: skip


def test_names_of_areas_come_in_one_query(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert area_names([TOWN_ONE, COUNTY, 1]) == {TOWN_ONE: "示例一镇", COUNTY: "云溪县"}


def test_the_office_of_a_place_is_its_towns_else_the_countys(cast: Cast) -> None:
    assert office_for(VILLAGE_ONE) == cast.town_one
    assert office_for(COUNTY) == cast.county
    Organisation.objects.filter(pk=cast.town_two.pk).update(area=COUNTY)
    assert office_for(TOWN_TWO) == cast.county


def test_people_of_a_town_do_not_include_the_next(cast: Cast) -> None:
    names = {post.user.name for post in people_of(cast.zhou)}
    assert names == {"林", "赵", "周", "李"}


def test_the_record_is_append_only(cast: Cast, admin: User) -> None:
    a_clerk(cast, admin)
    line = PeopleChange.objects.first()
    assert line is not None
    line.text = "改写"
    with pytest.raises(TypeError):
        line.save()
    with pytest.raises(TypeError):
        line.delete()
