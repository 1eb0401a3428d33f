"""What the person who launches a campaign decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bihuan.enterprises.queries import EnterpriseFilter


@dataclass(frozen=True, slots=True)
class LaunchChoices:
    """What the person who launches decides.

    ``holders`` maps duty items to keys of ``rules.HOLDERS``; ``tasks`` are the task items that
    become things to hand in. Empty sectors or tags mean all.
    """

    self_check_due_on: date | None
    areas: tuple[int, ...]
    sectors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    holders: dict[int, str] = field(default_factory=dict)
    tasks: tuple[int, ...] = ()

    def filter(self) -> EnterpriseFilter:
        """The enterprises in scope."""
        return EnterpriseFilter(areas=self.areas, sectors=self.sectors, tags=self.tags)
