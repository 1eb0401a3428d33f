"""What a page says beside a form that was not taken, line by line."""

from __future__ import annotations

from django import forms

from bihuan.kernel.errors import BadInput, Refused


def told_by(refusal: Refused) -> list[str]:
    """Return a refusal as lines for the page.

    Raises:
        Refused: it is not for a page: out of sight, or not allowed.
    """
    if refusal.status in (403, 404):
        raise refusal
    if isinstance(refusal, BadInput):
        return [str(one) for one in refusal.problems]
    return [refusal.message]


def tell(form: forms.Form, refusal: Refused) -> None:
    """Put a refusal above the form's fields.

    Raises:
        Refused: it is not for a page: out of sight, or not allowed.
    """
    for line in told_by(refusal):
        form.add_error(None, line)


def errors_of(form: forms.Form) -> list[str]:
    """Return what is wrong with a form, each line with its field."""
    return [
        f"{form.fields[name].label if name in form.fields else ''}：{''.join(str(one) for one in errors)}"
        for name, errors in form.errors.items()
    ]
