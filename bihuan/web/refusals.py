"""A refusal told on the page that asked, beside what was typed."""

from __future__ import annotations

from django.forms import BaseForm

from bihuan.kernel.errors import BadInput, Refused


def told_by(refusal: Refused) -> list[str]:
    """Return a refusal as lines for the page.

    Raises:
        Refused: it is not for a page: out of sight, or not allowed.
    """
    if refusal.status in (403, 404):
        raise refusal
    if isinstance(refusal, BadInput):
        return [str(problem) for problem in refusal.problems]
    return [refusal.message]


def tell(form: BaseForm, refusal: Refused) -> None:
    """Put a refusal above the form's fields.

    Raises:
        Refused: it is not for a page: out of sight, or not allowed.
    """
    for line in told_by(refusal):
        form.add_error(None, line)
