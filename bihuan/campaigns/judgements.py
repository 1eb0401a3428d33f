"""What a higher domain (目标认定) says of targets that no metric measures.

By default nobody judges. ``use_judgements`` puts another answer in place; the living document,
the matrix and the summary ask it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.campaigns.models import Campaign

LABEL = "人工认定"


@dataclass(frozen=True, slots=True)
class Judged:
    """The last confirmed value of a target in a place, and where it is proved."""

    reached: bool
    text: str
    url: str
    confirmed_on: date

    @property
    def figure(self) -> str:
        """The value, marked as confirmed by people."""
        return f"{LABEL} {self.text}"


class Judgements:
    """The answers while nobody judges."""

    def of(
        self, campaign: Campaign, *, areas: Collection[int], on: date  # noqa: ARG002
    ) -> Mapping[tuple[int, int], Judged]:  # fmt: skip
        """Return what stands confirmed on a day, by item and place."""
        return {}


_answers: list[Judgements] = [Judgements()]


def use_judgements(answers: Judgements) -> None:
    """Let ``answers`` speak for every campaign."""
    _answers[0] = answers


def judged_in(
    campaign: Campaign, *, areas: Collection[int], on: date
) -> Mapping[tuple[int, int], Judged]:
    """Return what of the campaign's targets stands confirmed on a day, by item and place."""
    return _answers[0].of(campaign, areas=areas, on=on)
