"""A campaign does not end while something open has nobody to go on with it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from bihuan.archives.loops import without_receiver
from bihuan.archives.states import LoopKind
from bihuan.campaigns.guards import finish_guard
from bihuan.campaigns.models import Campaign
from bihuan.kernel.errors import Problem


@finish_guard
def nothing_left_alone(campaign: Campaign, on: date) -> list[Problem]:
    """Name the open loops without a receiver, by kind."""
    counts = Counter(loop.kind for loop in without_receiver(campaign, on=on))
    return [
        Problem(
            kind.label, f"还有 {counts[kind]} 项没有办结也没有确定接收单位",
            "，请在“总结归档”页移交后再结束。",
        )
        for kind in LoopKind
        if counts[kind]
    ]  # fmt: skip
