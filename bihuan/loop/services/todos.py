"""Keep the inbox table true to the cases."""

from __future__ import annotations

from datetime import datetime

from bihuan.loop.models import Case, Todo


def keep_todo(case: Case, *, at: datetime) -> None:
    """Write, replace or remove the case's to-do so that it says what is asked now."""
    spec = None if case.is_final else case.todo()
    if spec is None:
        Todo.objects.filter(case_kind=case.kind, case_id=case.pk).delete()
        return
    columns = {
        "title": spec.title[:200],
        "state_label": case.state_label,
        "url": spec.url,
        "capability": spec.capability,
        "user_id": spec.user_id,
        "organisation_id": spec.organisation_id,
        "enterprise_id": spec.enterprise_id,
        "area": case.area,
        "due_on": case.due_on,
        "since": at,
    }
    kept = Todo.objects.filter(case_kind=case.kind, case_id=case.pk).update(**columns)
    if not kept:  # the caller holds the case's lock, so nobody else makes it meanwhile
        Todo.objects.create(case_kind=case.kind, case_id=case.pk, **columns)
