"""Every component renders; templates keep to the content policy and to the installed icons."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.forms import Form
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from bihuan.web import icons, samples, vendor
from bihuan.web.charts import Chart
from bihuan.web.tones import Tone, deadline_tone

PACKAGE = Path(samples.__file__).parent.parent
TODAY = date(2026, 11, 22)


def made(source: str, **given: object) -> str:
    return Template("{% load bihuan %}" + source).render(Context(given))


def test_the_gallery_shows_every_component(signed_in: Client) -> None:
    html = signed_in.get("/gallery/").content.decode()
    count = sum(len(group.samples) for group in samples.groups(today=TODAY))
    assert html.count('class="gallery__shown"') == count
    for words in ("83.2%（416/500 家）", "1.2 万 条", "逾期 2 天", "复查销号", "有 3 处需要修改"):
        assert words in html


def test_every_component_stands_in_the_gallery() -> None:
    """A partial that only the shell or the list uses is named here."""
    inner = {"menu", "topbar", "bottom_bar", "messages", "shortcuts", "confirm", "panel", "crumb",
             "list_results", "filter_text", "filter_choice", "filter_dates", "filter_tick",
             "field", "errors", "cast"}  # fmt: skip
    partials = {path.stem[1:] for path in (PACKAGE / "web/templates/web").glob("_*.html")}
    sources = " ".join(one.source for group in samples.groups(today=TODAY) for one in group.samples)
    assert partials - inner == set(re.findall(r"web/_(\w+)\.html", sources))


TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_needs_inline_style_or_script(path: Path) -> None:
    text = re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|x-on:.*=>", text)
    assert all(
        "src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", text)
    )


def test_every_icon_named_anywhere_is_listed() -> None:
    listed = set(json.loads((PACKAGE / "web/frontend.json").read_text(encoding="utf-8"))["icons"])
    named = set()
    for path in TEMPLATES:
        named |= set(
            re.findall(r"""{%\s*icon\s+["']([\w-]+)["']""", path.read_text(encoding="utf-8"))
        )
        named |= set(re.findall(r"""symbol="([\w-]+)\"""", path.read_text(encoding="utf-8")))
    for path in PACKAGE.glob("*/*.py"):
        named |= set(re.findall(r"""icon="([\w-]+)\"""", path.read_text(encoding="utf-8")))
    assert named - listed == set()


def test_vendor_files_stand_where_the_install_step_puts_them() -> None:
    wanted = json.loads((PACKAGE / "web/frontend.json").read_text(encoding="utf-8"))["files"]
    assert {f"vendor/{target}" for target in wanted.values()} == set(vendor.FILES.values())


def test_an_icon_is_decoration() -> None:
    html = icons.svg("search", "big")
    assert 'aria-hidden="true"' in html
    assert 'class="icon big"' in html
    assert "<path" in html


def test_an_icon_that_is_not_installed_leaves_a_gap(caplog: pytest.LogCaptureFixture) -> None:
    assert "<path" not in icons.svg("no-such-icon")
    assert "no-such-icon" in caplog.text


@pytest.mark.parametrize(
    ("day", "tone"),
    [
        (date(2026, 11, 21), Tone.OVERDUE),
        (date(2026, 11, 22), Tone.SOON),
        (date(2026, 11, 25), Tone.SOON),
        (date(2026, 11, 26), Tone.DOING),
    ],
)
def test_a_deadline_presses_from_three_days_ahead(day: date, tone: Tone) -> None:
    assert deadline_tone(day, today=TODAY) is tone


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ day|cn_day:today }} {{ day|distance:today }}", "11月24日（周二） 还有 2 天"),
        ("{{ none|cn_day }}{{ none|cn_date }}{{ none|cn_datetime }}{{ none|distance }}", "———"),
        ("{{ none|cn_count }}{{ none|percent }}{{ none|span }}{{ none|file_size }}", "————"),
        ("{{ none|whole_percent }} {{ half|whole_percent }} {{ more|whole_percent }}", "0 50 100"),
        ("{{ half|percent }} {{ half|percent:0 }}", "50% 50%"),
        ("{% ratio 416 500 '家' %}", "83.2%（416/500 家）"),
        ("{% share 1 4 as part %}{{ part|percent }} {% share 0 0 %}", "25% 0.0"),
        ("{{ none|deadline_tone }} {{ day|deadline_tone:today }}", "doing soon"),
    ],
)
def test_tags_and_filters_say_absent_as_a_dash(source: str, text: str) -> None:
    given = {"day": date(2026, 11, 24), "today": TODAY, "none": None, "half": 0.5, "more": 1.5}
    assert made(source, **given) == text


def test_a_day_without_deadline_or_value() -> None:
    assert "—" in made('{% include "web/_day.html" with day=none %}', none=None)
    html = made('{% include "web/_day.html" with day=day today=today %}', day=TODAY, today=TODAY)
    assert "逾期" not in html
    assert 'datetime="2026-11-22"' in html


def test_links_keep_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/posts/", {"q": "甲", "page": "2"})
    source = "{% load bihuan %}{% url_with page=3 %} {% url_with page='' %} {% url_with page='' q=None %}"
    html = Template(source).render(Context({"request": request}))
    assert html == "?q=%E7%94%B2&amp;page=3 ?q=%E7%94%B2 /posts/"


def test_a_fields_error_is_tied_to_it() -> None:
    html = render_to_string("web/_form.html", {"form": samples.SampleForm({})})
    assert 'id="id_name_error"' in html
    assert re.search(r'<input[^>]*name="name"[^>]*aria-invalid="true"', html)
    assert 'href="#id_name"' in html


def test_a_whole_forms_error_is_listed_on_top() -> None:
    form = Form({})
    form.full_clean()
    form.add_error(None, "两次填写的日期矛盾。")
    assert "两次填写的日期矛盾。" in render_to_string("web/_errors.html", {"form": form})


def test_a_running_job_asks_again_and_a_finished_one_does_not() -> None:
    job = {"title": "下发", "state": "running", "state_label": "进行中", "total": 10, "done": 4,
           "percent": 40, "rate_per_minute": 8, "remaining_text": "约 1 分钟", "poll_url": "/j/1/",
           "cancel_url": "/j/1/stop/"}  # fmt: skip
    html = render_to_string("web/_job.html", {"job": job})
    assert 'hx-get="/j/1/" hx-trigger="every 1s"' in html
    assert 'aria-valuenow="40"' in html
    for state, words in (("done", "查看结果"), ("failed", "失败")):
        html = render_to_string(
            "web/_job.html",
            {
                "job": {
                    **job,
                    "state": state,
                    "state_label": "失败",
                    "failed": 1,
                    "result_url": "/r/",
                }
            },
        )
        assert "hx-get" not in html
        assert words in html


def test_the_cast_signs_in_by_post() -> None:
    cast = [{"username": "lin", "name": "林", "role": "检查人员"}]
    html = render_to_string("web/_cast.html", {"cast": cast, "cast_url": "/as/", "next": "/"})
    assert '<form method="post" action="/as/">' in html
    assert 'name="username" value="lin"' in html


def test_a_chart_has_its_numbers_as_a_table() -> None:
    chart = Chart(
        id="c",
        title="甲最低",
        labels=["甲", "乙"],
        series={"率": [61, None]},
        unit="%",
        urls=["/a/", "/b/"],
    )
    html = render_to_string("web/_chart.html", {"chart": chart})
    assert '<th scope="row"><a href="/a/">甲</a></th><td class="num">61</td>' in html
    assert '<td class="num">—</td>' in html
    assert '<script id="c" type="application/json">' in html
    with pytest.raises(ValueError, match="zip"):
        _ = Chart(id="c", title="", labels=["甲"], series={}, urls=["/a/", "/b/"]).rows


@pytest.mark.parametrize("tone", ["", "late"])
def test_an_unknown_state_is_a_bug(tone: str) -> None:
    with pytest.raises(ValueError, match="valid Tone"):
        made('{% include "web/_state.html" with tone=tone %}', tone=tone)
