"""Business refusals and problems found in what people hand in.

::

    Refused                 a business "no", told in Chinese
    ├── NotFound            no such thing, or not for this person to see
    ├── NotAllowed          the person does not hold the capability
    ├── StepRefused         the case is not in a state from which the step starts
    │   └── StaleVersion    somebody else moved the case since the page was opened
    ├── EvidenceMissing     a step needs proof that was not attached
    ├── NotIndependent      the same person may not do both steps
    └── BadInput            what was handed in cannot be used; carries ``problems``

Everything else that is raised is a bug: logged, not caught.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what somebody handed in.

    ``where`` names the place as the person sees it (sheet, row, column, sentence, field).
    """

    where: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        place = f"{self.where}：" if self.where else ""
        return f"{place}{self.message}{self.suggestion}"


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A business "no": a code for programs and a Chinese sentence for people."""

    default_code = "refused"
    status = 409

    def __init__(self, message: str, *, code: str | None = None, basis: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.basis = basis


class NotFound(Refused):
    """There is no such thing among those the person may see; the two cases look the same."""

    default_code = "not_found"
    status = 404

    def __init__(
        self, message: str = "没有找到这条记录，可能已被移走，或不在您的管辖范围内。"
    ) -> None:
        super().__init__(message)


class NotAllowed(Refused):
    """The person does not hold the capability that the step asks for."""

    default_code = "not_allowed"
    status = 403


class StepRefused(Refused):
    """The case's present state does not allow the step."""

    default_code = "step_refused"


class StaleVersion(StepRefused):
    """The case moved since the caller read it."""

    default_code = "stale_version"


class EvidenceMissing(Refused):
    """A step asks for proof that was not attached."""

    default_code = "evidence_missing"
    status = 422


class NotIndependent(Refused):
    """The person did an earlier step that excludes them from this one."""

    default_code = "not_independent"
    status = 403


class BadInput(Refused):
    """What was handed in cannot be used; ``problems`` says what, where and how to mend it."""

    default_code = "bad_input"
    status = 422

    def __init__(self, problems: Sequence[Problem], *, code: str | None = None) -> None:
        super().__init__("；".join(str(problem) for problem in problems), code=code)
        self.problems = tuple(problems)
