"""What the registry puts on the workbench."""

from __future__ import annotations

from django.utils.timezone import localdate

from bihuan.enterprises.models import Enterprise
from bihuan.people.queries import who_answers_for
from bihuan.people.states import Capability
from bihuan.web.requests import UserRequest
from bihuan.web.workbench import Panel, panel


@panel(order=80, column="right", need=Capability.ENTERPRISE_VIEW)
def own_enterprise(request: UserRequest) -> Panel | None:
    """Show somebody of an enterprise how it stands with the government, and who answers for it."""
    scope = request.user.scope
    if scope is None or scope.enterprise_id is None:
        return None
    enterprise = Enterprise.objects.select_related("supervisor").get(pk=scope.enterprise_id)
    responsible = who_answers_for(enterprise.area, on=localdate(), enterprise_ref=enterprise.pk)
    context = {"enterprise": enterprise, "tags": enterprise.tags, "responsible": responsible}
    return Panel(
        enterprise.name, "enterprises/_own.html", context, url=enterprise.get_absolute_url(),
        url_label="政府掌握的本企业信息",
    )  # fmt: skip
