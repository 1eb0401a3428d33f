"""Every address of the site, with the objects of 示例一镇 that fill it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver, reverse

from bihuan.amendments.models import Amendment, AmendmentChange
from bihuan.campaigns.memory_models import Lesson
from bihuan.filings.models import Filing
from bihuan.filings.states import FILING
from bihuan.hazards.states import HAZARD
from bihuan.lookback.models import Lookback, LookbackRound
from bihuan.loop.models import TrailRow
from bihuan.metrics.registry import all_metrics
from bihuan.notifications.models import Message
from bihuan.phasework.models import PhaseChange, PhaseOutput
from bihuan.vigilance.models import SensitivePeriod
from tests.access.between import BETWEEN_BODIES
from tests.world import World

Kwargs = dict[str, Any]

PUBLIC = frozenset(
    {
        "people:login",
        "people:demo",
        "loop:roots",
        "documents:verify_start",
        "documents:verify",
        "filings:published",
    }
)
"""Pages for everybody: signing in, and what proves a document or the trail, what must be published."""

NOT_HERE = frozenset({"people:demo"})
"""Pages that are there in a demo only."""

EVERYBODYS = frozenset(
    {
        "metrics:metric", "metrics:records", "documents:verify", "packs:detail", "packs:draft",
        "packs:publish",
    }
)  # fmt: skip
"""Addresses that name no object of the town: a metric's key, a code printed on
paper, a pack that comes with the product."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address to ask for: the pattern's name and the path with real objects in it."""

    name: str
    path: str
    has_object: bool


def patterns() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the name and the arguments of every pattern of the site."""
    yield from _walk(get_resolver(), "")


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, frozenset[str]]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inside = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from _walk(one, inside)
        else:
            yield f"{prefix}{one.name}", frozenset(one.pattern.converters)


def addresses(world: World) -> list[Address]:
    """Return every address of the site.

    Raises:
        AssertionError: an address takes an argument and ``SAMPLES`` has no object for it, so
            that no page escapes the sweep; or a sample is left of a page that is gone.
    """
    found, missing, used = [], [], set()
    for name, wanted in patterns():
        if not wanted:
            found.append(Address(name, reverse(name), has_object=False))
            continue
        samples = SAMPLES.get(name)
        given = [one for one in samples(world) if set(one) == wanted] if samples else []
        used.add(name)
        if not given:
            missing.append(f"{name} {sorted(wanted)}")
        found += [
            Address(name, reverse(name, kwargs=one), has_object=name not in EVERYBODYS)
            for one in given
        ]
    assert not missing, f"tests/access/addresses.py has no object for: {missing}"
    assert used == set(SAMPLES), f"pages that are gone: {set(SAMPLES) - used}"
    return found


def _pks(*rows: Any) -> list[Kwargs]:
    return [{"pk": row.pk} for row in rows]


def _draft(world: World) -> list[Kwargs]:
    return _pks(world.draft)


def _both(world: World) -> list[Kwargs]:
    return _pks(world.draft, world.campaign)


def _item(world: World) -> list[Kwargs]:
    return [
        {"pk": world.draft.pk, "item_id": item.pk} for item in (world.item, world.anomaly)
    ]  # fmt: skip


def _lessons(world: World) -> list[Kwargs]:
    return _pks(*Lesson.objects.filter(organisation=world.cast.town_one)[:2])


def _filing(world: World) -> list[Kwargs]:
    return _pks(*Filing.objects.filter(campaign=world.campaign))


def _seat(world: World) -> list[Kwargs]:
    return [{"pk": world.campaign.pk, "member_id": world.member.pk}]


def _sentence(world: World) -> list[Kwargs]:
    return [{"pk": world.campaign.pk, "start": start} for start, *_ in world.campaign.outline[:4]]


def _check_item(world: World, **more: object) -> list[Kwargs]:
    return [
        {"pk": check.pk, "item_id": check.checklist.items.order_by("number")[0].pk, **more}
        for check in world.checks.values()
    ]


def _photo_on_check(world: World) -> list[Kwargs]:
    return _check_item(world, photo_id=world.photo.public_id)


def _job(world: World) -> list[Kwargs]:
    return [{"public_id": world.job.public_id}]


def _evidence(world: World) -> list[Kwargs]:
    return [{"public_id": one.public_id} for one in (world.photo, world.kept_photo)]


def _messages(world: World) -> list[Kwargs]:
    return _pks(*Message.objects.filter(user__in=[world.cast.zhou, world.factory.qian]))


def _document(world: World) -> list[Kwargs]:
    return _pks(world.bulletins["issued"].issued)


def _token(world: World) -> list[Kwargs]:
    issued = world.bulletins["issued"].issued
    assert issued is not None
    return [{"token": issued.token}]


def _metrics(_world: World) -> list[Kwargs]:
    """Return a count and a ratio; ``tests/test_lists.py`` opens every metric."""
    kinds = {metric.is_ratio: metric for metric in all_metrics() if "hazard" in metric.key}
    return [{"key": metric.key} for metric in kinds.values()]


def _hazard_steps(world: World) -> list[Kwargs]:
    own_state = {"rectify": "ordered", "replan": "ordered", "extend": "ordered", "regrade": "ordered",
                 "close": "rectified", "return": "rectified"}  # fmt: skip
    return [
        {"pk": world.hazards[own_state.get(step.name, "reported")].pk, "name": step.name}
        for step in HAZARD.steps
    ]


def _changes(_world: World) -> list[Kwargs]:
    return [
        {"pk": one.amendment_id, "change_id": one.pk} for one in AmendmentChange.objects.all()
    ]  # fmt: skip


def _proofs(world: World) -> list[Kwargs]:
    rows = TrailRow.objects.filter(case_kind="hazard", case_id=world.hazards["closed"].pk)
    return _pks(*rows)


# fmt: off
SAMPLES: dict[str, Callable[[World], list[Kwargs]]] = {
    "people:demo": lambda world: [{"username": world.cast.zhou.username}],
    **dict.fromkeys(
        ("people:person", "people:edit", "people:reset", "people:deactivate", "people:reactivate",
         "people:post", "people:post-end"),
        lambda world: _pks(world.cast.lin, world.factory.qian),
    ),
    "people:organisation": lambda world: _pks(world.cast.town_one),
    "people:assignment-end": lambda world: _pks(world.assignment),
    **dict.fromkeys(
        ("enterprises:detail", "enterprises:edit", "enterprises:status", "enterprises:account",
         "enterprises:responsible"),
        lambda world: _pks(world.factory.enterprise),
    ),
    "enterprises:import-detail": lambda world: _pks(world.imported),
    "enterprises:import-mend": lambda world: _pks(world.imported),
    **dict.fromkeys(
        ("standards:detail", "standards:edit", "standards:upload", "standards:publish",
         "standards:revise", "standards:retire", "standards:export"),
        lambda world: _pks(world.checklist, world.campaign.checklist),
    ),
    "metrics:metric": _metrics,
    "metrics:records": _metrics,
    "jobs:job": _job,
    "jobs:card": _job,
    "jobs:cancel": _job,
    "jobs:retry": _job,
    "loop:evidence": _evidence,
    "loop:discard": _evidence,
    "loop:proof": _proofs,
    "notifications:detail": _messages,
    "notifications:read": _messages,
    "documents:detail": _document,
    "documents:word": _document,
    "documents:pdf": _document,
    "documents:verify": _token,
    "duties:rule": lambda world: _pks(world.duty_rule),
    "duties:rule_stop": lambda world: _pks(world.duty_rule),
    "duties:detail": lambda world: _pks(*world.duties.values()),
    "duties:record": lambda world: _pks(*world.duties.values()),
    "duties:excuse": lambda world: _pks(*world.duties.values()),
    "hazards:detail": lambda world: _pks(*world.hazards.values()),
    "hazards:step": _hazard_steps,
    "inspections:detail": lambda world: _pks(*world.checks.values()),
    "inspections:finish": lambda world: _pks(*world.checks.values()),
    "inspections:answer": _check_item,
    "inspections:photos": _check_item,
    "inspections:remove_photo": _photo_on_check,
    "campaigns:plan_file": lambda world: _pks(world.draft.plan_file, world.campaign.plan_file),
    "campaigns:original": _both,
    "campaigns:discard": _draft,
    "campaigns:head": _draft,
    "campaigns:confirm": _both,
    "filings:of_campaign": _both,
    "filings:filing": _filing,
    "filings:keep": _filing,
    "filings:step": lambda world: [
        {**one, "step": step} for one in _filing(world) for step in FILING.by_name
    ],
    **BETWEEN_BODIES,
    "feasibility:page": _both,
    "feasibility:panel": _draft,
    "feasibility:assumptions": _both,
    "proposals:ask": _draft,
    "campaigns:accept_sure": _draft,
    "campaigns:new_item": _draft,
    "campaigns:add_item": _draft,
    "campaigns:item": _item,
    "campaigns:edit_item": _item,
    "campaigns:accept_item": _item,
    "campaigns:correct_item": _item,
    "campaigns:reject_item": _item,
    "campaigns:undo_item": _item,
    "campaigns:settle_item": _item,
    "campaigns:use_item": _item,
    "campaigns:standard_item": _item,
    "campaigns:pulse": _both,
    "campaigns:undo_act": _draft,
    "campaigns:use_all": _draft,
    "campaigns:outline": _both,
    "campaigns:lesson": _lessons,
    "campaigns:lesson_forget": _lessons,
    "campaigns:deliverable": lambda world: _pks(world.deliverable),
    "campaigns:deliverable_step": lambda world: [
        {"pk": world.deliverable.pk, "step": step} for step in ("submit", "accept", "return", "waive")
    ],
    "campaigns:living": _both,
    "campaigns:panel": _sentence,
    "campaigns:urge": _sentence,
    "campaigns:matrix": lambda world: _pks(world.campaign),
    "campaigns:participants": lambda world: _pks(world.campaign),
    "campaigns:findings": lambda world: _pks(world.campaign),
    "campaigns:launch": _both,
    "campaigns:include": lambda world: _pks(world.campaign),
    "campaigns:launch_preview": _draft,
    **dict.fromkeys(
        ("campaigns:group", "campaigns:group_set_up", "campaigns:group_office",
         "campaigns:group_add", "campaigns:group_add_class", "campaigns:group_todos"),
        _both,
    ),
    "campaigns:group_fill": _seat,
    "campaigns:group_remove": _seat,
    "campaigns:finish": lambda world: _pks(world.campaign),
    "packs:campaign": _both,
    "packs:attach": _draft,
    "packs:take": lambda world: [{"pk": world.draft.pk, "code": "town_points"}],
    **dict.fromkeys(
        ("packs:detail", "packs:draft", "packs:publish"), lambda _world: [{"code": "coal"}]
    ),
    **dict.fromkeys(
        ("amendments:campaign", "amendments:new", "amendments:versions", "phasework:progress",
         "phasework:new_output", "lookback:campaign", "lookback:draw"),
        lambda world: _pks(world.campaign),
    ),
    "amendments:version": lambda world: [
        {"pk": world.campaign.pk, "number": number} for number in (1, 2)
    ],
    **dict.fromkeys(
        ("amendments:detail", "amendments:file", "amendments:options", "amendments:adopt_sure",
         "amendments:again"),
        lambda _world: _pks(*Amendment.objects.all()),
    ),
    "amendments:decide": _changes,
    "amendments:edit": _changes,
    "amendments:step": lambda _world: [
        {"pk": one.pk, "step": step} for one in Amendment.objects.all()
        for step in ("submit", "return", "approve", "discard")
    ],
    "phasework:new_change": lambda world: _pks(*world.campaign.phases.all()),
    "phasework:change": lambda _world: _pks(*PhaseChange.objects.all()),
    "phasework:change_step": lambda _world: [
        {"pk": one.pk, "step": step} for one in PhaseChange.objects.all()
        for step in ("approve", "refuse", "withdraw")
    ],
    "phasework:output": lambda _world: _pks(*PhaseOutput.objects.all()),
    "phasework:output_step": lambda _world: [
        {"pk": one.pk, "step": step} for one in PhaseOutput.objects.all()
        for step in ("record", "accept", "return", "drop")
    ],
    "vigilance:detail": lambda _world: _pks(*SensitivePeriod.objects.all()),
    "vigilance:cancel": lambda _world: _pks(*SensitivePeriod.objects.all()),
    "lookback:round": lambda _world: _pks(*LookbackRound.objects.all()),
    "lookback:detail": lambda _world: _pks(*Lookback.objects.all()),
    "lookback:step": lambda _world: [
        {"pk": one.pk, "step": step} for one in Lookback.objects.all()
        for step in ("confirm", "relapse", "undone", "void", "reassign")
    ],
    **dict.fromkeys(
        ("cascade:levels", "cascade:hand_down", "cascade:ask_receipts", "cascade:export"),
        lambda world: _pks(world.campaign),
    ),
    **dict.fromkeys(
        ("cascade:plan", "cascade:parent", "cascade:take_over", "cascade:bring_own",
         "cascade:match"),
        lambda world: _pks(world.sub_plan),
    ),
    "cascade:raise": lambda world: [
        {"pk": world.sub_plan.pk, "inherited_id": world.sub_plan.inherited.all()[0].pk}
    ],
    "cascade:step": lambda world: [
        {"pk": world.sub_plan.pk, "step": step}
        for step in ("file", "recognise", "return", "withdraw")
    ],
    "cascade:receipt": lambda world: _pks(world.receipt),
    "cascade:sign": lambda world: _pks(world.receipt),
    "oversight:bulletin": lambda world: _pks(*world.bulletins.values()),
    "oversight:edit": lambda world: _pks(*world.bulletins.values()),
    "oversight:step": lambda world: [
        {"pk": bulletin.pk, "step": step}
        for bulletin in world.bulletins.values() for step in ("submit", "issue", "return", "discard")
    ],
    "oversight:draft": lambda world: [{"campaign_id": world.campaign.pk}],
    **dict.fromkeys(
        ("library:plan", "library:word", "library:pdf", "library:json", "library:compare"), _both
    ),
    "library:make_template": lambda world: _pks(world.campaign),
    **dict.fromkeys(
        ("library:template", "library:edit_template", "library:retire_template", "library:start"),
        lambda world: _pks(world.endings.template),
    ),
    **dict.fromkeys(
        ("archives:ending", "archives:draft", "archives:hand_over", "archives:make"),
        lambda world: _pks(world.campaign, world.endings.ended),
    ),
    **dict.fromkeys(
        ("archives:summary", "archives:edit_summary", "archives:cases"),
        lambda world: _pks(*world.endings.summaries.values()),
    ),
    "archives:drop_case": lambda world: [
        {"pk": world.endings.case.summary_id, "case_id": world.endings.case.pk}
    ],
    "archives:summary_step": lambda world: [
        {"pk": summary.pk, "step": step}
        for summary in world.endings.summaries.values() for step in ("submit", "issue", "return", "discard")
    ],
    "archives:handover": lambda world: _pks(world.endings.handover),
    "archives:handover_step": lambda world: [
        {"pk": world.endings.handover.pk, "step": step} for step in ("accept", "return")
    ],
    "archives:package": lambda world: _pks(world.endings.archive),
}
# fmt: on
