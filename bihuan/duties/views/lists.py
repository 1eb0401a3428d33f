"""The lists: all duties, one's own, the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.timezone import localdate

from bihuan.duties.models import Duty, DutyRule
from bihuan.duties.queries import duties_of, tone_of, with_holders
from bihuan.duties.states import DutyState, HolderKind
from bihuan.people.states import Capability
from bihuan.web.lists import (
    BooleanFilter,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    Empty,
    ListPage,
    TextFilter,
)
from bihuan.web.lists.areas import area_filter
from bihuan.web.lists.filters import Choices, Reading, Rows
from bihuan.web.lists.page import Action
from bihuan.web.requests import UserRequest

LONGEST_NUMBER = 19


def _overdue(rows: Rows, request: UserRequest) -> Rows:
    del request
    return rows.filter(state=DutyState.OPEN, due_on__lt=localdate())


def _rules(request: UserRequest) -> list[tuple[int, str]]:
    rules = DutyRule.objects.visible_to(request.user).order_by("title", "pk")
    return list(rules.values_list("pk", "title"))


@dataclass(frozen=True, slots=True)
class RuleFilter(ChoiceFilter):
    """One rule chosen from the list, or several given in the address: ``rule=3,7``.

    A rule of a superior's office is not in the list and may be in the address: what the person
    sees of it are the occurrences in their own area.
    """

    def read(self, query: QueryDict, options: Choices) -> Reading:
        """Read the rules."""
        text = query.get(self.name, "")
        parts = text.split(",")
        if not text:
            return Reading()
        if not all(part.isdecimal() and len(part) < LONGEST_NUMBER for part in parts):
            return Reading(problem=f"{self.label}没有「{text}」这一项，已忽略。")
        names = dict(options)
        titles = [names.get(part, "上级下达的规则") for part in parts]
        told = "、".join(dict.fromkeys(titles))
        return Reading(
            {"value": text, "rules": [int(one) for one in parts]}, ((self.name, text, told),)
        )

    def narrow(self, rows: Rows, reading: Reading, request: UserRequest) -> Rows:  # noqa: ARG002
        """Keep the occurrences of the rules."""
        return rows.filter(rule_id__in=reading.values["rules"])


def _holder(rows: Rows, kind: str, request: UserRequest) -> Rows:
    del request
    return rows.filter(post__isnull=kind != HolderKind.POST)


DUTY = Column("rule.title", "职责", link=True, width=30)
HOLDER = Column("holder_name", "责任人")
PERIOD = Column("period_label", "周期", sort="period_start")
DONE = Column("done", "已履职/应履职", value=lambda duty: f"{duty.done}/{duty.required}", width=14)
STATE = Column("state", "状态", kind="state", value=lambda duty: tone_of(duty, on=localdate()))
DUE = Column("period_end", "期限", kind="deadline", sort="period_end",
             value=lambda duty: (duty.period_end, not duty.is_final))  # fmt: skip
FILTERS = (
    ChoiceFilter("state", "状态", DutyState.choices),
    BooleanFilter("overdue", "只看逾期", apply=_overdue),
    DateRangeFilter("due", "期限", field="period_end"),
    TextFilter("q", "职责", fields=("rule__title",)),
)


class DutyList(ListPage):
    """Every occurrence of the person's area."""

    title = "履职事项"
    unit = "项"
    need = Capability.DUTY_VIEW
    columns = (
        DUTY, HOLDER,
        Column("body", "单位", on_phone=False,
               value=lambda duty: duty.post.organisation.name if duty.post else ""),
        PERIOD, DONE, STATE, DUE,
        Column("done_on", "完成日期", kind="day", optional=True),
        Column("basis", "依据", value=lambda duty: duty.rule.basis, optional=True, width=30),
    )  # fmt: skip
    filters = (
        *FILTERS,
        RuleFilter("rule", "规则", _rules),
        ChoiceFilter("holder", "主体", HolderKind.choices, apply=_holder),
        area_filter(),
        TextFilter("who", "责任人", fields=("post__user__name", "enterprise__name")),
    )
    default_sort = "-period_end"

    def queryset(self, request: UserRequest) -> QuerySet[Duty]:
        """Return the visible occurrences."""
        return with_holders(Duty.objects.visible_to(request.user))

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Offer the matrix to offices and the rules to those who manage them."""
        found = []
        if request.user.scope and request.user.scope.enterprise_id is None:
            found.append(Action("履职总览", reverse("duties:matrix"), "table"))
        if request.user.can(Capability.DUTY_MANAGE):
            found.append(Action("职责规则", reverse("duties:rules"), "settings"))
        return found

    def empty(self, request: UserRequest) -> Empty:
        """Say where duties come from."""
        if request.user.can(Capability.DUTY_MANAGE):
            return Empty(
                "还没有履职事项", "发起方案行动或新增职责规则后，系统按周期派发。",
                reverse("duties:rule_new"), "新增职责规则",
            )  # fmt: skip
        return Empty("还没有履职事项", "上级派发后会出现在这里。")


class MyDuties(ListPage):
    """What the person, or the person's enterprise, must do."""

    title = "我的职责"
    unit = "项"
    need = Capability.DUTY_PERFORM
    columns = (DUTY, PERIOD, DONE, STATE, DUE)
    filters = FILTERS
    default_sort = "-period_end"

    def queryset(self, request: UserRequest) -> QuerySet[Duty]:
        """Return the person's own."""
        return duties_of(request.user)

    def empty(self, request: UserRequest) -> Empty:
        """Say when something comes."""
        del request
        return Empty("没有需要您履行的职责", "派发到您的岗位或企业后会出现在这里。")


def _running(rows: Rows, request: UserRequest) -> Rows:
    del request
    today = localdate()
    return rows.filter(since__lte=today).filter(Q(until__isnull=True) | Q(until__gte=today))


class RuleList(ListPage):
    """The rules of the person's area."""

    title = "职责规则"
    need = Capability.DUTY_VIEW
    columns = (
        Column("title", "职责", link=True, width=30),
        Column("frequency", "频次"),
        Column("who", "由谁履行", value=lambda rule: rule.get_role_display() or "企业"),
        Column("organisation.name", "单位"),
        Column("since", "起始", kind="day", sort="since"),
        Column("until", "终止", kind="day"),
        Column("occurrences", "派发", kind="count", value=lambda rule: rule.made,
               link=lambda rule: f"{reverse('duties:list')}?q={rule.title}"),
        Column("basis", "依据", on_phone=False, width=40),
    )  # fmt: skip
    filters = (
        TextFilter("q", "职责", fields=("title", "basis")),
        ChoiceFilter("holder", "主体", HolderKind.choices, field="holder_kind"),
        BooleanFilter("running", "只看生效中", apply=_running),
    )
    default_sort = "-since"

    def queryset(self, request: UserRequest) -> QuerySet[DutyRule]:
        """Return the rules with how many occurrences each has made."""
        return (
            DutyRule.objects.visible_to(request.user)
            .select_related("organisation")
            .annotate(made=Count("occurrences"))
        )

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Offer a new rule to those who manage them."""
        if not request.user.can(Capability.DUTY_MANAGE):
            return ()
        return [Action("新增规则", reverse("duties:rule_new"), "plus", is_primary=True)]
