"""The list every domain uses: declared columns and filters, keyset pages, Excel of what is filtered.

::

    class HazardList(ListPage):
        title = "隐患"
        need = Capability.HAZARD_VIEW
        columns = (
            Column("summary", "隐患描述", link=True),
            Column("enterprise", "企业", value=lambda hazard: hazard.enterprise.name),
            Column("state", "状态", kind="state", value=lambda hazard: hazard.tone_and_word),
            Column("due_on", "整改期限", kind="deadline", sort="due_on"),
        )
        filters = (
            TextFilter("q", "描述", fields=("summary",)),
            ChoiceFilter("state", "状态", HazardState.choices),
            DateRangeFilter("due", "整改期限", field="due_on"),
            BooleanFilter("overdue", "只看逾期", apply=keep_overdue),
        )
        default_sort = "due_on"

        def queryset(self, request: UserRequest) -> QuerySet[Hazard]:
            return Hazard.objects.visible_to(request.user).select_related("enterprise")


    urlpatterns = [path("", HazardList.as_view(), name="list")]
"""

from bihuan.web.lists.columns import Column
from bihuan.web.lists.filters import (
    BooleanFilter,
    ChoiceFilter,
    DateRangeFilter,
    Filter,
    TextFilter,
)
from bihuan.web.lists.page import Action, Empty, ListPage

__all__ = [
    "Action",
    "BooleanFilter",
    "ChoiceFilter",
    "Column",
    "DateRangeFilter",
    "Empty",
    "Filter",
    "ListPage",
    "TextFilter",
]
