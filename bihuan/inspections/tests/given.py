"""Checklists and self-checks of the test world."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.enterprises.tests.given import JUNE_1, Factory
from bihuan.inspections import services
from bihuan.inspections.models import SelfCheck
from bihuan.inspections.services import Given
from bihuan.inspections.states import Answer
from bihuan.people.models import Organisation
from bihuan.standards.models import CheckItem, Checklist
from bihuan.standards.states import ChecklistState, Severity

GROUPS = ("消防", "用电")


def a_checklist(
    organisation: Organisation, *, items: int = 6, name: str = "示例自查表"
) -> Checklist:
    """Return a published checklist in two groups; its last item is major, its first asks a photo."""
    checklist = Checklist.objects.create(
        series=name, name=name, state=ChecklistState.PUBLISHED, organisation=organisation,
        area=organisation.area, published_at=JUNE_1,
    )  # fmt: skip
    CheckItem.objects.bulk_create(
        CheckItem(
            checklist=checklist, number=number, text=f"示例检查内容{number}",
            group=GROUPS[0] if number <= items // 2 else GROUPS[1], basis="示例依据",
            severity=Severity.MAJOR if number == items else Severity.GENERAL,
            photo_required=number == 1,
        )
        for number in range(1, items + 1)
    )  # fmt: skip
    return checklist


def an_assigned_check(
    organisation: Organisation,
    factory: Factory,
    *,
    items: int = 6,
    round_key: str = "2026-06",
    campaign_ref: int | None = 7,
    due_on: date = date(2026, 6, 20),
    at: datetime = JUNE_1,
) -> SelfCheck:
    """Return a self-check that 钱 is to fill by 20 June."""
    services.assign_self_checks(
        checklist=a_checklist(organisation, items=items, name=f"示例自查表{round_key}"),
        enterprises=[factory.enterprise], campaign_ref=campaign_ref, round_key=round_key,
        title="示例行动自查", reason="示例行动要求全部企业自查", due_on=due_on, at=at,
    )  # fmt: skip
    return SelfCheck.objects.get(enterprise=factory.enterprise, round_key=round_key)


def all_pass(check: SelfCheck) -> list[Given]:
    """Return an answer of 符合 for every item."""
    return [Given(item.pk, Answer.PASS) for item in check.checklist.items.order_by("number")]


def a_failure(item: CheckItem, **changes: object) -> Given:
    """Return a complete 不符合 for a general item."""
    values: dict[str, object] = {
        "note": "灭火器过期", "place": "一车间", "level": "general", "owner": "钱示例",
        "measures": "更换灭火器。", "due_on": date(2026, 6, 10), **changes,
    }  # fmt: skip
    return Given(item.pk, Answer.FAIL, **values)  # type: ignore[arg-type]  # of the right types


def filled(check: SelfCheck, factory: Factory, *, at: datetime = JUNE_1) -> SelfCheck:
    """Return the self-check with every item answered 符合."""
    services.save_answers(self_check_id=check.pk, given=all_pass(check), by=factory.qian, at=at)
    check.refresh_from_db()
    return check
