"""What a higher domain that joins campaigns (上下分解) says about one and its relatives.

By default a campaign stands alone. ``use_relatives`` puts another answer in its place; the
questions are asked when enterprises are taken in, when duties are given, and when the living
document looks for what an item became.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from bihuan.campaigns.models import Campaign, ItemLink, Participation, PlanItem
from bihuan.enterprises.models import Enterprise
from bihuan.inspections.models import SelfCheckAnswer
from bihuan.inspections.states import Answer, SelfCheckState
from bihuan.kernel.areas import range_of
from bihuan.metrics.families import family_of
from bihuan.metrics.where import Where


class Relatives:
    """The answers for a campaign that stands alone."""

    def tree(self, campaign: Campaign) -> Collection[int]:
        """Return the campaigns of one plan chain: an enterprise is taken in by one of them only."""
        return (campaign.pk,)

    def kin(self, campaign: Campaign) -> Mapping[int, Collection[int]]:  # noqa: ARG002
        """Return, by item, the items of other campaigns that ask for the same."""
        return {}

    def carriers(self, campaign: Campaign, item: PlanItem) -> QuerySet[Enterprise]:  # noqa: ARG002
        """Return the enterprises that a duty of the campaign is given to."""
        return Enterprise.objects.filter(
            participations__campaign=campaign, participations__left_on__isnull=True
        )


_answers: list[Relatives] = [Relatives()]


def use_relatives(answers: Relatives) -> None:
    """Let ``answers`` speak for every campaign."""
    _answers[0] = answers


def tree_of(campaign: Campaign) -> Collection[int]:
    """Return the campaigns of the plan chain, the campaign itself included."""
    return _answers[0].tree(campaign)


def carriers_of(campaign: Campaign, item: PlanItem) -> QuerySet[Enterprise]:
    """Return the enterprises that a duty of the campaign is given to."""
    return _answers[0].carriers(campaign, item)


def kin_rows(campaign: Campaign) -> dict[tuple[int, str], list[int]]:
    """Return what the kin of each item became in their campaigns, by item and kind of row."""
    if family_of(campaign.pk) is None:
        return {}
    kin = _answers[0].kin(campaign)
    wanted = {other for others in kin.values() for other in others}
    if not wanted:
        return {}
    became: dict[int, list[tuple[str, int]]] = defaultdict(list)
    links = ItemLink.objects.filter(item__in=wanted).order_by("pk")
    for other, kind, target in links.values_list("item_id", "target_kind", "target_id"):
        became[other].append((kind, target))
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for item_id, others in kin.items():
        for other in others:
            for kind, target in became[other]:
                found[item_id, kind].append(target)
    return dict(found)


def participations_of(campaign: Campaign) -> QuerySet[Participation]:
    """Return the enterprises taken in by the campaign or, for it, by one of its family."""
    return _where(campaign).of(Participation.objects.all(), day=None, campaign="campaign_id")


def failed_answers(campaign: Campaign) -> QuerySet[SelfCheckAnswer]:
    """Return what the submitted self-checks of the campaign and its family found."""
    failed = SelfCheckAnswer.objects.filter(
        answer=Answer.FAIL, self_check__state=SelfCheckState.SUBMITTED
    )
    return _where(campaign).of(
        failed, day=None, area="self_check__area", campaign="self_check__campaign_ref",
        enterprise="self_check__enterprise_id",
    )  # fmt: skip


def same_check_items(campaign: Campaign, row: int) -> list[int]:
    """Return a row of the campaign's checklist and those of its kin that ask the same."""
    items = ItemLink.objects.filter(
        item__campaign=campaign, target_kind="check_item", target_id=row
    ).values_list("item_id", flat=True)
    kin = kin_rows(campaign)
    return [row, *(one for item in items for one in kin.get((item, "check_item"), []))]


def _where(campaign: Campaign) -> Where:
    # The day asked about plays no part: who was taken in, and what was found, stays so.
    return Where(area=range_of(campaign.area), on=campaign.created_at.date(), campaign=campaign.pk)
