"""Checklists: drafts change, published versions do not, revisions are new versions."""

from __future__ import annotations

import pytest

from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Refused
from bihuan.people.tests.given import Cast, the_cast
from bihuan.standards import services
from bihuan.standards.builtin import BUILTIN
from bihuan.standards.models import Checklist
from bihuan.standards.services import NewItem
from bihuan.standards.states import ChecklistState

pytestmark = pytest.mark.django_db
ITEMS = (NewItem("通道畅通", "疏散", photo_required=True), NewItem("灭火器有效", "器材"))


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def a_draft(cast: Cast, items: tuple[NewItem, ...] = ITEMS) -> Checklist:
    return services.create_checklist(
        name="消防自查表", items=items, source="示例方案", organisation=cast.town_one,
        by=cast.zhou, at=JUNE_1,
    )  # fmt: skip


def a_published(cast: Cast) -> Checklist:
    return services.publish(checklist_id=a_draft(cast).pk, by=cast.zhou, at=JUNE_1)


def test_a_draft_numbers_its_items(cast: Cast) -> None:
    draft = a_draft(cast)
    assert (draft.state, draft.version) == (ChecklistState.DRAFT, 1)
    assert [(item.number, item.text) for item in draft.items.all()] == [
        (1, "通道畅通"), (2, "灭火器有效"),
    ]  # fmt: skip


def test_everything_wrong_is_told_with_its_number(cast: Cast) -> None:
    with pytest.raises(BadInput) as refusal:
        a_draft(cast, (NewItem(" "), NewItem("同一项"), NewItem("同一项", severity="特别")))
    assert [problem.where for problem in refusal.value.problems] == [
        "第 1 项",
        "第 3 项",
        "第 3 项",
    ]


def test_an_empty_draft_is_not_published(cast: Cast) -> None:
    draft = a_draft(cast, ())
    with pytest.raises(Refused, match="还没有检查项"):
        services.publish(checklist_id=draft.pk, by=cast.zhou, at=JUNE_1)


def test_a_published_version_does_not_change(cast: Cast) -> None:
    one = a_published(cast)
    with pytest.raises(Refused, match="请先修订"):
        services.update_draft(
            checklist_id=one.pk, name="改名", source="", items=ITEMS, by=cast.zhou
        )
    with pytest.raises(Refused, match="不能再次发布"):
        services.publish(checklist_id=one.pk, by=cast.zhou, at=JUNE_1)


def test_a_revision_is_a_new_version_that_retires_the_old(cast: Cast) -> None:
    one = a_published(cast)
    draft = services.revise(checklist_id=one.pk, by=cast.zhao, at=JUNE_1)
    assert (draft.version, draft.items.count()) == (2, 2)
    with pytest.raises(Refused, match="已有一个修订中的版本"):
        services.revise(checklist_id=one.pk, by=cast.zhao, at=JUNE_1)
    services.update_draft(
        checklist_id=draft.pk, name=draft.name, source="", items=(NewItem("只留一项"),),
        by=cast.zhao,
    )  # fmt: skip
    services.publish(checklist_id=draft.pk, by=cast.zhao, at=JUNE_1)
    one.refresh_from_db()
    assert one.state == ChecklistState.RETIRED
    assert one.items.count() == 2


def test_who_does_not_keep_standards_is_refused(cast: Cast) -> None:
    one = a_draft(cast)
    with pytest.raises(NotAllowed):
        services.publish(checklist_id=one.pk, by=cast.lin, at=JUNE_1)
    with pytest.raises(NotFound):
        services.publish(checklist_id=one.pk, by=cast.sun, at=JUNE_1)
    with pytest.raises(NotFound):
        services.create_checklist(
            name="表", items=ITEMS, organisation=cast.town_one, by=cast.sun, at=JUNE_1
        )


def test_a_town_uses_the_countys_checklists_but_does_not_change_them(cast: Cast) -> None:
    issued = services.install_builtin(organisation=cast.county, by=cast.wu, at=JUNE_1)
    draft = services.revise(checklist_id=issued[0].pk, by=cast.wu, at=JUNE_1)
    seen = set(Checklist.objects.visible_to(cast.zhou).values_list("pk", flat=True))
    assert seen == {one.pk for one in issued}
    assert draft.pk not in seen
    with pytest.raises(NotFound):
        services.retire(checklist_id=issued[0].pk, by=cast.zhou)


def test_a_town_does_not_see_the_next_towns_checklists(cast: Cast) -> None:
    one = a_published(cast)
    assert one not in Checklist.objects.visible_to(cast.sun)
    assert one in Checklist.objects.visible_to(cast.wu)


def test_the_built_in_checklists_are_installed_once(cast: Cast) -> None:
    assert len(services.install_builtin(organisation=cast.county, by=None, at=JUNE_1)) == 2
    assert services.install_builtin(organisation=cast.county, by=None, at=JUNE_1) == []
    assert {len(one.items) for one in BUILTIN} == {20, 16}
