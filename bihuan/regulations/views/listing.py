"""The library as a list."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.timezone import localdate

from bihuan.people.states import Capability
from bihuan.reference.sectors import SECTOR_NAMES
from bihuan.regulations.filters import InForceFilter
from bihuan.regulations.models import Regulation
from bihuan.regulations.states import Certainty, RegulationKind
from bihuan.regulations.tones import STANDING_TONES
from bihuan.web.lists import Action, ChoiceFilter, Column, Empty, ListPage, TextFilter
from bihuan.web.requests import UserRequest
from bihuan.web.tones import Tone


def standing_today(row: Regulation) -> tuple[Tone, str]:
    """Return how a text stands today, as a pill."""
    standing = row.on(localdate())
    return STANDING_TONES[standing], standing.label


class RegulationList(ListPage):
    """法规标准."""

    title = "法规标准"
    unit = "份"
    need = Capability.STANDARD_VIEW
    columns = (
        Column("title", "名称", link=True, sort="title", width=40),
        Column("number", "文号或标准号", sort="number", width=24),
        Column("kind", "类别", value=lambda one: one.get_kind_display()),
        Column("standing", "今天", value=standing_today, kind="state"),
        Column("effective_on", "施行日期", kind="day", sort="effective_on"),
        Column(
            "replaced_by",
            "替代它的文本",
            value=lambda one: one.replaced_by and one.replaced_by.edition.name,
            link=lambda one: one.replaced_by.get_absolute_url() if one.replaced_by else "",
            width=24,
            on_phone=False,
        ),
        Column("certainty", "核对情况", value=lambda one: one.get_certainty_display()),
        Column("issuer", "制定机关", width=20, on_phone=False, optional=True),
        Column("sectors", "适用领域", value=lambda one: one.sector_names, width=24, optional=True),
        Column("source", "说明", width=36, on_phone=False, optional=True),
    )
    filters = (
        TextFilter("q", "名称或文号", fields=("title", "number", "names__form")),
        ChoiceFilter("kind", "类别", RegulationKind.choices),
        ChoiceFilter("sector", "适用领域", list(SECTOR_NAMES.items()), field="sectors__sector"),
        InForceFilter("on", "某日有效"),
        ChoiceFilter("certainty", "核对情况", Certainty.choices),
    )
    default_sort = "title"

    def queryset(self, request: UserRequest) -> QuerySet[Regulation]:
        """Return the texts the person may see, with what took their place."""
        rows = Regulation.objects.visible_to(request.user).select_related(
            "replaced_by__replaced_by"
        )
        return rows.prefetch_related("sectors").distinct()

    def actions(self, request: UserRequest) -> Sequence[Action]:
        """Offer a new entry to those who keep standards."""
        if not request.user.can(Capability.STANDARD_EDIT):
            return ()
        return (Action("收录法规标准", "/regulations/new/", icon="plus", is_primary=True),)

    def empty(self, request: UserRequest) -> Empty:  # noqa: ARG002 - the list's shape
        """Say how texts get here."""
        return Empty("没有符合条件的法规标准", "换个条件再找，或收录一份。")
