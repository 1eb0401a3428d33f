"""Keep the built-in texts true to the package's file."""

from __future__ import annotations

from django.db import transaction

from bihuan.regulations.builtin import Builtin, builtin
from bihuan.regulations.models import Regulation
from bihuan.regulations.services.library import index
from bihuan.regulations.states import Certainty


@transaction.atomic
def install_builtin() -> int:
    """Write every built-in text that is new or was corrected; return how many were written."""
    known = {str(one.code): one for one in Regulation.objects.filter(code__isnull=False)}
    sectors = _sectors()
    written: dict[str, Regulation] = {}
    for one in builtin():
        row = known.get(one.code) or Regulation(code=one.code)
        facts = _facts(one)
        is_same = row.pk and all(getattr(row, name) == value for name, value in facts.items())
        if is_same and sectors.get(one.code, set()) == set(one.sectors):
            continue
        for name, value in facts.items():
            setattr(row, name, value)
        row.save()
        index(row, sectors=one.sectors)
        written[one.code] = row
    _link({**known, **written})
    return len(written)


def _sectors() -> dict[str | None, set[str]]:
    found: dict[str | None, set[str]] = {}
    rows = Regulation.objects.filter(code__isnull=False, sectors__isnull=False)
    for code, sector in rows.values_list("code", "sectors__sector").order_by():
        found.setdefault(code, set()).add(sector)
    return found


def _facts(one: Builtin) -> dict[str, object]:
    return {
        "series": one.series or one.code, "title": one.title, "number": one.number,
        "aliases": list(one.aliases), "kind": one.kind.value, "issuer": one.issuer,
        "issued_on": one.issued, "effective_on": one.effective, "ends_on": one.ends,
        "earlier": one.earlier, "source": one.source,
        "certainty": (Certainty.CHECKED if one.checked else Certainty.UNCHECKED).value,
    }  # fmt: skip


def _link(rows: dict[str, Regulation]) -> None:
    for one in builtin():
        row = rows[one.code]
        after = rows[one.replaced_by].pk if one.replaced_by else None
        if row.replaced_by_id != after:
            Regulation.objects.filter(pk=row.pk).update(replaced_by=after)


def install_after_migrate(**_: object) -> None:
    """Do it whenever the tables were brought up to date."""
    install_builtin()
