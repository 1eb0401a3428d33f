"""Killed anywhere, an amendment is finished by running it again; nothing is lost or doubled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bihuan.amendments.services import applying
from bihuan.amendments.tests.given import (
    JUNE_16,
    REVISED,
    a_running_plan,
    approved,
    assert_nothing_lost,
    cases,
    compared,
    decided,
)
from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services import amending, rescoping
from bihuan.duties.models import Duty, DutyRule
from bihuan.inspections.models import SelfCheck, SelfCheckAnswer
from bihuan.inspections.states import SELF_CHECK
from bihuan.jobs.models import Job
from bihuan.jobs.services import run_job
from bihuan.loop.models import TrailRow
from bihuan.loop.services.seals import seal_all
from bihuan.people.tests.given import Cast

PLACES = [
    (applying, "_put_text"), (applying, "_apply"), (amending, "sync_span"),
    (rescoping, "renew_checklist"), (applying, "amend_self_check"), (applying, "_leave"),
    (applying, "include_enterprises"), (applying, "open_deliverables"), (applying, "roll_duties"),
    (applying, "_finish"),
]  # fmt: skip


def state_of(campaign: Campaign) -> dict[str, Any]:
    campaign.refresh_from_db()
    return {
        "text": campaign.text,
        "days": (campaign.starts_on, campaign.ends_on, campaign.self_check_due_on),
        "items": [
            (i.kind, i.quote, i.decision, i.start_char, str(i.data))
            for i in PlanItem.objects.filter(campaign=campaign).order_by("pk")
        ],
        "phases": [str((p.number, p.name, p.start, p.end)) for p in campaign.phases.all()],
        "targets": [str(t) for t in campaign.targets.all()],
        "versions": list(campaign.versions.values_list("number", "starts_on", "ends_on")),
        "checks": sorted(
            SelfCheck.objects.values_list(
                "enterprise__name", "checklist__version", "due_on", "state"
            )
        ),
        "duties": sorted(Duty.objects.values_list("period_label", "required", "state")),
        "rules": sorted(DutyRule.objects.values_list("title", "every", "count", "until")),
        "owed": sorted(campaign.deliverables.values_list("what", "due_on", "state")),
        "answers": SelfCheckAnswer.objects.count(),
        "trail": TrailRow.objects.exclude(case_kind__in=["campaign", "job"]).count(),
    }


@pytest.mark.parametrize(("module", "name"), PLACES, ids=[name for _, name in PLACES])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_anywhere_it_is_finished_by_running_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, *, after: bool
) -> None:
    campaign = a_running_plan(cast)
    open_before = cases(campaign)
    job = approved(decided(compared(campaign, cast), cast), cast)
    real, calls = getattr(module, name), []

    def dies(*given: Any, **named: Any) -> Any:
        calls.append(name)
        if len(calls) != 1:
            return real(*given, **named)
        if after:
            real(*given, **named)
        raise KeyboardInterrupt  # nothing catches it, as nothing catches a kill

    monkeypatch.setattr(module, name, dies)
    with pytest.raises(KeyboardInterrupt):
        run_job(job.pk, clock=lambda: JUNE_16)
    Job.objects.update(state="queued", heartbeat_at=None)
    assert run_job(job.pk, clock=lambda: JUNE_16).state == "done"
    now = state_of(campaign)
    assert_nothing_lost(open_before, campaign)
    assert now["text"] == REVISED
    assert now["days"] == (date(2026, 6, 1), date(2026, 10, 31), date(2026, 7, 31))
    assert [one[0] for one in now["versions"]] == [1, 2]
    assert {one[1:] for one in now["checks"]} == {(2, date(2026, 7, 31), SELF_CHECK.start)}
    assert now["owed"] == [("自查情况", date(2026, 8, 5), "due")]
    assert len(now["duties"]) == 1
    rows = TrailRow.objects.filter(case_kind="self_check", step="amend")
    assert rows.count() == 3, "each self-check was amended once"
    again = TrailRow.objects.filter(case_kind="deliverable", step="amend")
    assert again.count() == 1
    seal_all(at=JUNE_16)
