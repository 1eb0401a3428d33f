"""``{% load bihuan %}``: Chinese dates and numbers, icons, vendor files, links that keep a query.

The formatting itself is ``kernel.chinese``; here it only meets templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from bihuan.kernel import chinese
from bihuan.web import icons, menu, samples, search, tones, vendor, workbench
from bihuan.web.requests import UserRequest

register = template.Library()


@register.filter
def cn_date(value: date | datetime | None) -> str:
    """「2026年11月22日」."""
    return chinese.date_text(_day(value)) if value else chinese.NOTHING


@register.filter
def cn_day(value: date | datetime | None, today: date | None = None) -> str:
    """「11月22日（周日）」, with the year when it is not this one."""
    return chinese.day_text(_day(value), today=today or localdate()) if value else chinese.NOTHING


@register.filter
def cn_datetime(value: datetime | None, today: date | None = None) -> str:
    """「11月22日 16:42」 Beijing time, with the year when it is not this one."""
    if not value:
        return chinese.NOTHING
    return chinese.moment_text(value, today=today or localdate())


@register.filter
def distance(value: date | datetime | None, today: date | None = None) -> str:
    """「还有 3 天」「今天到期」「逾期 2 天」, from ``today`` or from the clock's day."""
    return chinese.distance_text(_day(value), today=today or localdate()) if value else ""


@register.filter
def deadline_tone(value: date | datetime | None, today: date | None = None) -> str:
    """How pressing an open deadline is: ``overdue``, ``soon`` (within three days) or ``doing``."""
    if not value:
        return tones.Tone.DOING
    return tones.deadline_tone(_day(value), today=today or localdate())


@register.filter
def cn_count(value: int | None) -> str:
    """「9999」「1.2 万」."""
    return chinese.NOTHING if value is None else chinese.count_text(int(value))


@register.filter
def cn_exact(value: int | None) -> str:
    """「12,345」."""
    return chinese.NOTHING if value is None else chinese.exact_text(int(value))


@register.filter
def percent(value: float | None, places: int = 1) -> str:
    """A share (0–1) as 「83.2%」."""
    return chinese.NOTHING if value is None else chinese.percent_text(float(value), places=places)


@register.filter
def span(value: float | None) -> str:
    """A length of time in seconds as 「约 5 分钟」."""
    return chinese.NOTHING if value is None else chinese.span_text(value)


@register.filter
def file_size(value: int | None) -> str:
    """A file's octets as 「1.4 MB」."""
    return chinese.NOTHING if value is None else chinese.size_text(value)


@register.filter
def whole_percent(value: float | None) -> int:
    """A share (0–1) as a whole number 0–100, for ``w-…`` classes and ``<progress>``."""
    return 0 if value is None else max(0, min(100, int(value * 100)))


@register.simple_tag
def ratio(numerator: int, denominator: int, unit: str = "") -> str:
    """「83.2%（416/500 家）」."""
    return chinese.ratio_text(numerator, denominator, unit=unit)


@register.simple_tag
def share(numerator: int, denominator: int) -> float:
    """The share itself (0–1); zero when there is nothing to count."""
    return numerator / denominator if denominator else 0.0


@register.simple_tag
def state_word(tone: str) -> str:
    """The word of a work state: 「未开始」「逾期」…"""
    return tones.Tone(tone).label


@register.simple_tag
def risk_word(level: str) -> str:
    """The word of a risk colour: 「重大」「较大」「一般」「低」."""
    return tones.RiskColour(level).label


@register.simple_tag(takes_context=True)
def url_with(context: template.Context, **changes: object) -> str:
    """The present page's query string with ``changes``; an empty value takes a key away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag(name="vendor")
def vendor_file(name: str) -> str:
    """The address of a front-end package's file."""
    return static(vendor.FILES[name])


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A decorative icon, hidden from screen readers: put the word beside it."""
    return icons.svg(name, css)


@register.simple_tag(takes_context=True)
def menu_groups(context: template.Context) -> Sequence[menu.Group]:
    """The left menu of the signed-in person."""
    request = _signed_in(context)
    return menu.groups_for(request.user, request.path) if request else ()


@register.simple_tag(takes_context=True)
def menu_badges(context: template.Context) -> Sequence[menu.Line]:
    """The counts of the top bar."""
    request = _signed_in(context)
    return menu.badges_for(request.user, request.path) if request else ()


@register.simple_tag(takes_context=True)
def menu_tabs(context: template.Context) -> Sequence[menu.Line]:
    """The tabs of the phone's bottom bar."""
    request = _signed_in(context)
    return menu.tabs_for(request.user, request.path) if request else ()


@register.simple_tag(takes_context=True)
def search_hint(context: template.Context) -> str:
    """What the search box searches: 「企业、隐患、文号」."""
    request = _signed_in(context)
    return "、".join(search.labels_for(request)) if request else ""


@register.simple_tag(takes_context=True)
def panel_body(context: template.Context, panel: workbench.Panel) -> str:
    """A workbench panel's own template, with its own context."""
    return get_template(panel.template).render(panel.context, context["request"])


@register.simple_tag(takes_context=True)
def sample_body(context: template.Context, sample: samples.Sample) -> SafeString:
    """A component of the gallery, made from its own source."""
    made = template.Template(f"{{% load bihuan %}}{sample.source}")
    return made.render(template.RequestContext(context["request"], dict(sample.context)))


@register.simple_tag
def is_demo() -> bool:
    """Whether this installation shows the demo world."""
    return bool(settings.DEMO)


@register.simple_tag
def today_text() -> str:
    """Today as 「11月22日（周日）」."""
    today = localdate()
    return chinese.day_text(today, today=today)


def _day(value: date | datetime) -> date:
    return localdate(value) if isinstance(value, datetime) and value.tzinfo else _plain(value)


def _plain(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _signed_in(context: template.Context) -> UserRequest | None:
    request: UserRequest | None = context.get("request")
    user = getattr(request, "user", None)
    return request if user is not None and user.is_authenticated else None
