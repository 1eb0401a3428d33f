"""行动文书: how each paper of a pack stands in a campaign, taken from what the records hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from bihuan.campaigns.models import Campaign
from bihuan.campaigns.states import CampaignState
from bihuan.kernel.areas import AreaRange
from bihuan.metrics.measure import measure
from bihuan.metrics.registry import all_metrics
from bihuan.metrics.where import Where
from bihuan.packs.contents import Pack, Paper
from bihuan.packs.states import PaperKind

FOUND = "hazard.found"
OUTSIDE = "由责任单位出具"
LATER = "发起后由系统生成"
MADE_HERE = (PaperKind.REGISTER, PaperKind.CHECKLIST, PaperKind.RECTIFY, PaperKind.PROGRESS)


@dataclass(frozen=True, slots=True)
class PaperStand:
    """One paper: what there is of it, and the address where it is seen."""

    paper: Paper
    stand: str
    url: str = ""


def papers_of(campaign: Campaign, pack: Pack, *, area: AreaRange, on: date) -> list[PaperStand]:
    """Return the pack's papers as somebody of an area sees them on a day."""
    is_out = campaign.state in (CampaignState.RUNNING, CampaignState.ENDED)
    return [PaperStand(one, *_stand(one, campaign, area, on, is_out=is_out)) for one in pack.papers]


def _stand(
    paper: Paper, campaign: Campaign, area: AreaRange, on: date, *, is_out: bool
) -> tuple[str, str]:
    match paper.kind:
        case PaperKind.PLAN:
            return "已有", campaign.get_absolute_url()
        case PaperKind.CHECKLIST if campaign.checklist is not None:
            count = campaign.checklist.items.count()
            return f"已发布，{count} 项", campaign.checklist.get_absolute_url()
        case PaperKind.REGISTER if is_out:
            count = campaign.participations.filter(area__gte=area.low, area__lte=area.high).count()
            return f"已纳入 {count} 家", reverse("campaigns:participants", args=[campaign.pk])
        case PaperKind.RECTIFY if is_out:
            metric = next(one for one in all_metrics() if one.key == FOUND)
            taken = measure(metric, Where(area, on, campaign=campaign.pk))
            return f"台账中 {taken.text()}", taken.part_url
        case PaperKind.PROGRESS if is_out:
            rows = campaign.deliverables.filter(area__gte=area.low, area__lte=area.high)
            page = f"{reverse('campaigns:deliverables')}?{urlencode({'q': campaign.title})}"
            return f"报送事项 {rows.count()} 项", page
        case kind if kind in MADE_HERE and not is_out:
            return LATER, ""
        case _:
            return OUTSIDE, ""
