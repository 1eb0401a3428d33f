"""上下分解 of one campaign: who is below and how they stand; handing it down; the sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.campaigns.items import SIGNS
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.queries import campaign_or_404
from bihuan.campaigns.states import STANDING
from bihuan.cascade.forms import DecomposeForm, ReceiptForm
from bihuan.cascade.models import Receipt
from bihuan.cascade.queries import bodies_below, given_to, handed_down, sub_plan_of
from bihuan.cascade.rollup import Row, rollup, signatures
from bihuan.cascade.rules.framing import plan_deadline
from bihuan.cascade.services.decomposing import RUNNING, decompose
from bihuan.cascade.services.receipts import ask_enterprises
from bihuan.cascade.states import Carrying
from bihuan.cascade.views.shared import is_of, within
from bihuan.documents.responses import file_name
from bihuan.kernel.clocks import last_day, workdays
from bihuan.kernel.errors import BadInput
from bihuan.people.states import Capability
from bihuan.web.access import needs
from bihuan.web.requests import UserRequest
from bihuan.web.spreadsheet import SheetColumn, write_xlsx

PLAN_WITHIN = workdays(10, "House rule")
SIGN_WITHIN = workdays(5, "House rule")


@needs(Capability.PLAN_VIEW)
@require_GET
def levels(request: UserRequest, pk: int) -> HttpResponse:
    """Show the bodies below with their plans and numbers, the worst first."""
    return _page(request, campaign_or_404(request.user, pk))


def _page(
    request: UserRequest, campaign: Campaign, *, form: ReceiptForm | None = None
) -> HttpResponse:
    today = localdate()
    made = rollup(campaign, on=today)
    enterprises, communities = signatures(campaign)
    may_assign = is_of(request.user, campaign.organisation_id) and request.user.can(
        Capability.PLAN_LAUNCH
    )
    is_running = campaign.state in RUNNING
    bodies = Receipt.objects.filter(campaign=campaign, organisation__isnull=False)
    context = {
        "campaign": campaign,
        "made": made,
        "rows": [row for row in made.rows if within(request.user, row.sub_plan.area)],
        "targets": [(one, SIGNS[one.op]) for one in made.targets],
        "above": sub_plan_of(campaign.pk),
        "enterprises": enterprises,
        "communities": communities,
        "bodies": bodies.select_related("organisation", "campaign").order_by("state", "due_on"),
        "may_assign": may_assign and is_running,
        "is_running": is_running,
        "receipt_form": form or ReceiptForm(initial={"due_on": last_day(today, SIGN_WITHIN)}),
        "today": today,
    }
    return render(request, "cascade/levels.html", context, status=422 if form else 200)


@needs(Capability.PLAN_LAUNCH)
@require_http_methods(["GET", "POST"])
def hand_down(request: UserRequest, pk: int) -> HttpResponse:
    """Choose bodies, items and the day, and hand the campaign down."""
    campaign = campaign_or_404(request.user, pk)
    taken = given_to(campaign)
    bodies = [one for one in bodies_below(campaign) if one.organisation.pk not in taken]
    items = handed_down(campaign)
    today = localdate()
    told = [(item.kind, item.data) for item in campaign.items.filter(decision__in=STANDING)]
    asked = plan_deadline(told)
    deadline = asked if asked and asked >= today else last_day(today, PLAN_WITHIN)
    posted = request.POST if request.method == "POST" else None
    form = DecomposeForm(posted, bodies=bodies, items=items, deadline=deadline)
    problems: list[str] = []
    if posted is not None and form.is_valid():
        try:
            opened = decompose(campaign_id=pk, assigned=form.assigned(), by=request.user, at=now())
        except BadInput as refusal:
            problems = [str(one) for one in refusal.problems]
        else:
            messages.success(request, f"已分解给 {len(opened)} 个单位，待办已送达。")
            return redirect("cascade:levels", pk)
    context = {
        "campaign": campaign, "form": form, "problems": problems, "asked": asked,
        "is_running": campaign.state in RUNNING, "bodies": bodies, "items": items,
        "is_ours": is_of(request.user, campaign.organisation_id),
    }  # fmt: skip
    status = 422 if posted is not None else 200
    return render(request, "cascade/decompose.html", context, status=status)


@needs(Capability.PLAN_LAUNCH)
@require_POST
def ask_receipts(request: UserRequest, pk: int) -> HttpResponse:
    """Ask the enterprises of the campaign to sign."""
    campaign = campaign_or_404(request.user, pk)
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, form=form)
    job = ask_enterprises(
        campaign_id=pk, due_on=form.cleaned_data["due_on"], by=request.user, at=now()
    )
    return redirect(job.get_absolute_url())


@needs(Capability.PLAN_VIEW)
@require_GET
def export(request: UserRequest, pk: int) -> FileResponse:
    """Return the table of the page as an Excel sheet."""
    campaign = campaign_or_404(request.user, pk)
    today = localdate()
    made = rollup(campaign, on=today)
    rows = [row for row in made.rows if within(request.user, row.sub_plan.area)]
    columns = [
        SheetColumn("单位", width=28), SheetColumn("层级", "number"),
        SheetColumn("方案状态"), SheetColumn("要求日期", "date"), SheetColumn("是否逾期"),
        SheetColumn("首次报备", "date"), SheetColumn("本级方案", width=40),
        SheetColumn("是否发起"), SheetColumn("承接条目", "number"),
        SheetColumn("低于上级要求", "number"), SheetColumn("从严要求", "number"),
        SheetColumn("达标", "number"), SheetColumn("应达标", "number"),
        SheetColumn("逾期事项", "number"),
        *(SheetColumn(str(one), width=24) for one in made.targets),
    ]  # fmt: skip
    notes = [("行动", campaign.title), ("统计日", today.isoformat())]
    sheet = write_xlsx(
        "上下分解", columns, [_cells(row, len(made.targets)) for row in rows], notes=notes
    )
    return FileResponse(
        sheet, as_attachment=True, filename=file_name(f"{campaign.title}上下分解.xlsx")
    )


def _cells(row: Row, targets: int) -> list[Any]:
    one = row.sub_plan
    numbers = [taken.text() for _, taken in row.targets] or [""] * targets
    return [
        one.organisation.name, row.depth + 1, one.state_label, one.asked_by,
        "是" if row.is_late else "否", one.first_filed_on, one.child.title if one.child else "",
        "是" if row.is_launched else "否", sum(row.carried.values()), row.weaker,
        row.carried[Carrying.TIGHTER], row.met, len(row.counted), row.late_total, *numbers,
    ]  # fmt: skip
