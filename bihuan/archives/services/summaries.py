"""Draft, edit, sign and discard the summary of a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.archives.composing import compose
from bihuan.archives.drafting import Gathered, gather
from bihuan.archives.models import Summary, SummaryCase, SummaryFigure
from bihuan.archives.states import CaseKind, SummaryState, Verdict
from bihuan.campaigns.models import Campaign, Participation
from bihuan.campaigns.states import CampaignState
from bihuan.documents.official import OfficialDocument
from bihuan.documents.services import issue_document
from bihuan.hazards.models import Hazard
from bihuan.kernel.errors import BadInput, NotAllowed, NotFound, Problem, Refused, StaleVersion
from bihuan.loop.services.cases import advance, business_date, open_case
from bihuan.oversight.figures import columns_of, provenance_of
from bihuan.people.models import User
from bihuan.people.states import Capability

KIND = "summary"
MOST_CASES = 12
OPENED = (CampaignState.RUNNING, CampaignState.ENDED)


@transaction.atomic
def draft_summary(*, campaign_id: int, by: User, at: datetime) -> Summary:
    """Open the body's draft about a campaign; one that is open already is returned.

    Raises:
        NotFound: no such campaign, or not for ``by`` to see.
        NotAllowed: ``by`` may not draft.
        Refused: the campaign does not run.
    """
    campaign = Campaign.objects.visible_to(by).locked(campaign_id)
    if by.post is None:
        raise NotFound
    if not by.can(Capability.BULLETIN_DRAFT):
        raise NotAllowed("您的岗位不能起草总结。")
    if campaign.state not in OPENED:
        raise Refused(f"行动{campaign.state_label}，还没有可以总结的数据。")
    body = by.post.organisation
    known = Summary.objects.filter(
        organisation=body, campaign=campaign,
        state__in=[SummaryState.DRAFT, SummaryState.SUBMITTED],
    ).first()  # fmt: skip
    if known is not None:
        return known
    today = business_date(at)
    return open_case(
        Summary(
            organisation=body, area=body.area, campaign=campaign,
            title=f"{campaign.title}工作总结"[:200], addressees="各有关单位",
            opening=f"按照《{campaign.title}》部署，现将工作开展情况总结如下。",
            start=campaign.launched_on or today, as_of=today,
        ),
        by=by, at=at, label="起草",
    )  # fmt: skip


def _editable(summary_id: int, by: User) -> Summary:
    """Return the draft, locked, for one of its own body who may write it."""
    summary = Summary.objects.visible_to(by).select_related("organisation").locked(summary_id)
    if not by.can(Capability.BULLETIN_DRAFT):
        raise NotAllowed("您的岗位不能修改总结。")
    _require_own(summary, by)
    if summary.state != SummaryState.DRAFT:
        raise Refused(f"总结{summary.state_label}，不能再修改。")
    return summary


def _require_own(summary: Summary, by: User) -> None:
    if by.post is None or by.post.organisation_id != summary.organisation_id:
        raise NotAllowed(f"这份总结由{summary.organisation.name}办理，您只能查看。")


@transaction.atomic
def edit_summary(
    *, summary_id: int, words: Mapping[str, str], as_of: date, verdicts: Mapping[int, str],
    version: int, by: User, at: datetime,
) -> Summary:  # fmt: skip
    """Change the words of a draft, the day of its data and what people judge by hand.

    ``words`` are the text columns by name. Numbers cannot be typed.

    Raises:
        StaleVersion: somebody changed the draft meanwhile.
        BadInput: a needed text is empty, or the day lies before the launch or ahead.
    """
    summary = _editable(summary_id, by)
    if summary.version != version:
        raise StaleVersion(
            "这份总结刚被其他人改过，左侧是现在的文字，您的文字仍在右侧。"
            "核对后再保存一次，将以您的文字为准。"
        )
    names = {"title": "标题", "addressees": "主送", "opening": "基本情况"}
    problems = [
        Problem(label, "没有填写", "。") for name, label in names.items() if not words[name].strip()
    ]
    if not summary.start <= as_of <= business_date(at):
        problems.append(Problem("数据截至", "须在行动下达之后、今天以前", "，请重新选择。"))
    if problems:
        raise BadInput(problems)
    summary.title, summary.addressees = (
        words["title"].strip()[:200],
        words["addressees"].strip()[:300],
    )
    for name in ("opening", "practice", "problems", "next_steps"):
        setattr(summary, name, words[name].strip())
    by_hand = set(summary.campaign.targets.filter(metric_key="").values_list("pk", flat=True))
    summary.verdicts = {
        str(pk): verdict
        for pk, verdict in verdicts.items()
        if pk in by_hand and verdict in Verdict.values
    }
    summary.as_of = as_of
    summary.version += 1
    summary.save()
    return summary


@transaction.atomic
def choose_case(
    *, summary_id: int, kind: str, enterprise_id: int | None = None, hazard_id: int | None = None,
    anonymous: bool, comment: str, by: User,
) -> SummaryCase:  # fmt: skip
    """Take a hazard or an enterprise of the campaign into the summary as a typical case.

    Raises:
        BadInput: it is none of the campaign's, is chosen already, or there are too many.
    """
    summary = _editable(summary_id, by)
    if kind not in CaseKind.values:
        raise BadInput([Problem("类别", "请选择正面或反面典型", "。")])
    if summary.cases.count() >= MOST_CASES:
        raise BadInput([Problem("典型案例", f"最多选 {MOST_CASES} 个", "，请先去掉一个。")])
    hazard = None
    if hazard_id is not None:
        rows = Hazard.objects.visible_to(by).filter(campaign_ref=summary.campaign_id)
        hazard = rows.select_related("enterprise").filter(pk=hazard_id).first()
        if hazard is None:
            raise BadInput([Problem("隐患", "不是本行动中的隐患", "，请重新选择。")])
        enterprise_id = hazard.enterprise_id
    taken_in = Participation.objects.filter(
        campaign=summary.campaign_id, enterprise=enterprise_id
    ).exists()
    if hazard is None and not taken_in:
        raise BadInput([Problem("企业", "没有纳入本行动", "，请重新选择。")])
    assert enterprise_id is not None
    try:
        with transaction.atomic():
            return SummaryCase.objects.create(
                summary=summary, kind=kind, enterprise_id=enterprise_id, hazard=hazard,
                anonymous=anonymous, comment=comment.strip()[:500],
            )  # fmt: skip
    except IntegrityError:
        raise BadInput([Problem("典型案例", "已经选过", "，请另选一个。")]) from None


@transaction.atomic
def drop_case(*, summary_id: int, case_id: int, by: User) -> None:
    """Take a case out of the draft again."""
    summary = _editable(summary_id, by)
    if not summary.cases.filter(pk=case_id).delete()[0]:
        raise NotFound


def document_of(gathered: Gathered) -> OfficialDocument:
    """Return the summary as it would be printed."""
    return compose(gathered.content)


def _own(summary_id: int, by: User) -> Summary:
    rows = Summary.objects.visible_to(by).select_related("organisation", "campaign")
    summary = rows.filter(pk=summary_id).first()
    if summary is None:
        raise NotFound
    _require_own(summary, by)
    return summary


def submit_summary(
    *, summary_id: int, by: User, at: datetime, version: int | None = None, key: UUID | None = None
) -> Summary:
    """Send the draft up for signature (送签).

    Raises:
        Refused: nobody has written what comes next.
    """
    summary = _own(summary_id, by)
    if summary.state == SummaryState.DRAFT and not summary.next_steps.strip():
        raise Refused("还没有写“下一步打算”，请写好后再送签。", code="next_steps_missing")
    return advance(summary, "submit", by=by, at=at, expected_version=version, key=key)


@transaction.atomic
def issue_summary(
    *, summary_id: int, by: User, at: datetime, version: int | None = None, key: UUID | None = None
) -> Summary:
    """Sign: take the numbers once more, freeze them, number and print the document (签发)."""
    summary = advance(
        _own(summary_id, by), "issue", by=by, at=at, expected_version=version, key=key
    )
    if summary.issued_id is not None:
        return summary
    gathered = gather(summary)
    SummaryFigure.objects.bulk_create(
        [SummaryFigure(summary=summary, **columns_of(one, at=at)) for one in gathered.taken],
        batch_size=100,
    )
    short = summary.organisation.short_name
    summary.issued = issue_document(
        organisation=summary.organisation, kind=KIND, prefix=f"{short}发" if short else "",
        document=document_of(gathered), by=by, at=at,
        provenance={
            **{one.key: one.provenance() for one in gathered.facts},
            **provenance_of(gathered.taken),
        },
    )  # fmt: skip
    summary.save(update_fields=["issued"])
    return summary


def return_summary(
    *, summary_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Summary:  # fmt: skip
    """Send it back to be changed, with the reason."""
    return advance(
        _own(summary_id, by), "return", by=by, at=at, note=note, expected_version=version, key=key
    )


def discard_summary(
    *, summary_id: int, note: str, by: User, at: datetime, version: int | None = None,
    key: UUID | None = None,
) -> Summary:  # fmt: skip
    """Put a draft aside with the reason."""
    return advance(
        _own(summary_id, by), "discard", by=by, at=at, note=note, expected_version=version, key=key
    )
