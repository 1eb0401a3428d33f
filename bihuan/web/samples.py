"""What the components' gallery shows: each component with the lines that make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms

from bihuan.kernel.chinese import BEIJING
from bihuan.web.charts import Chart
from bihuan.web.tones import RiskColour, Tone


@dataclass(frozen=True, slots=True)
class Sample:
    """One component: its name, how it is written, and the values it is shown with."""

    title: str
    source: str
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SampleGroup:
    """Components that belong together."""

    title: str
    samples: list[Sample]


def groups(*, today: date) -> list[SampleGroup]:
    """Return all components, days counted from ``today``."""
    return [
        SampleGroup("状态与风险", _states()),
        SampleGroup("日期与数字", _numbers(today)),
        SampleGroup("记录", _records(today)),
        SampleGroup("表单与提示", _notices()),
        SampleGroup("进度与图表", _progress()),
    ]


def _include(name: str, **given: str) -> str:
    """Write an include as a page would: ``_include("_state.html", tone='"soon"')``."""
    told = " ".join(f"{key}={value}" for key, value in given.items())
    return f'{{% include "web/{name}"{" with " + told if told else ""} %}}'


def _states() -> list[Sample]:
    return [
        *(
            Sample(f"状态：{tone.label}", _include("_state.html", tone=f'"{tone}"'), {})
            for tone in Tone
        ),
        Sample(
            "状态：自己的词",
            _include("_state.html", tone="tone", label="word"),
            {"tone": "overdue", "word": "待复查，逾期 2 天"},
        ),
        *(
            Sample(f"风险：{level.label}", _include("_risk.html", level=f'"{level}"'), {})
            for level in RiskColour
        ),
    ]


def _numbers(today: date) -> list[Sample]:
    day = {"day": today}
    return [
        Sample("日期", _include("_day.html", day="day"), day),
        Sample(
            "期限（还早）",
            _include("_day.html", day="day", suffix='"前"', open="True"),
            {"day": today + timedelta(days=20)},
        ),
        Sample(
            "期限（临近）",
            _include("_day.html", day="day", open="True"),
            {"day": today + timedelta(days=1)},
        ),
        Sample(
            "期限（已过）",
            _include("_day.html", day="day", open="True"),
            {"day": today - timedelta(days=2)},
        ),
        Sample("时刻", "{{ moment|cn_datetime }}", {"moment": _moment(today)}),
        Sample("全日期", "{{ day|cn_date }}", day),
        Sample("计数", _include("_count.html", number="12345", unit='"条"', url='"#"'), {}),
        Sample(
            "比率",
            _include("_figure.html", numerator="416", denominator="500", unit='"家"', url='"#"'),
            {},
        ),
        Sample(
            "一排大数",
            '<div class="figures">'
            + _include(
                "_figure_card.html",
                label='"自查率"',
                value='"83.2%"',
                basis='"416/500 家"',
                url='"#"',
            )
            + _include(
                "_figure_card.html", label='"逾期重大隐患"', value="1", unit='"项"', url='"#"'
            )
            + _include("_figure_card.html", label='"整改率"', value='"91%"', basis='"182/200 项"')
            + "</div>",
            {},
        ),
        Sample("图标", '{% icon "shield-check" %} {% icon "building-factory-2" %}', {}),
    ]


def _records(today: date) -> list[Sample]:
    rows = [
        {
            "step": "登记",
            "who": "林（安全办干事）",
            "when": _moment(today - timedelta(days=9)),
            "note": "喷漆房静电接地松动。",
        },
        {
            "step": "责令整改",
            "who": "赵（安全办主任）",
            "when": _moment(today - timedelta(days=8)),
            "changes": [("整改期限", "", "11月30日")],
        },
        {
            "step": "报告整改",
            "who": "钱（企业安全管理人员）",
            "when": _moment(today - timedelta(days=1)),
            "tone": "overdue",
            "note": "已更换接地线，比期限晚 1 天。",
            "evidence": [("#", "", "整改后照片.jpg")],
        },
        {
            "step": "复查销号",
            "who": "检查人员",
            "pending": True,
            "due_on": today + timedelta(days=2),
        },
    ]
    facts = [
        ("企业", "示例涂料厂", "来自企业档案，11月2日"),
        ("所在区划", "示例镇第一社区"),
        ("统一社会信用代码", ""),
    ]
    tabs = [("总览", "#", True, None), ("隐患", "#", False, 12), ("检查", "#", False, 3)]
    return [
        Sample("时间线", _include("_timeline.html", rows="rows"), {"rows": rows}),
        Sample("事实表", _include("_facts.html", facts="facts"), {"facts": facts}),
        Sample("页签", _include("_tabs.html", tabs="tabs", label='"企业档案"'), {"tabs": tabs}),
    ]


class SampleForm(forms.Form):
    """A form with one of each kind of field."""

    name = forms.CharField(label="隐患描述", max_length=200, help_text="写清部位和问题。")
    level = forms.ChoiceField(label="隐患级别", choices=[("", "请选择"), ("major", "重大")])
    found_on = forms.DateField(
        label="发现日期", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    kinds = forms.MultipleChoiceField(
        label="涉及",
        choices=[("fire", "消防"), ("power", "用电")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="补充说明", widget=forms.Textarea, required=False)


def _notices() -> list[Sample]:
    return [
        Sample(
            "表单",
            '<form data-autosave="gallery">'
            + _include("_form.html", form="form")
            + '<div class="form-actions"><button type="button" class="btn btn-primary">登记</button></div></form>',
            {"form": SampleForm({"found_on": "13月1日"})},
        ),
        Sample(
            "确认",
            '<form data-confirm="销号这条隐患？" data-confirm-detail="销号后不能再改，企业会收到通知。" data-confirm-yes="销号"><button class="btn btn-danger">销号</button></form>',
            {},
        ),
        Sample(
            "空列表",
            _include(
                "_empty.html",
                title='"还没有隐患"',
                reason='"企业自查或检查发现问题后会出现在这里。"',
                url='"#"',
                action='"登记隐患"',
            ),
            {},
        ),
        Sample(
            "提示",
            _include("_toast.html", tone='"error"', message="message", basis="basis", stale="True"),
            {
                "message": "当前状态为「待定级」，不能责令整改。",
                "basis": "《示例规定》第三条",
            },
        ),
    ]


def _progress() -> list[Sample]:
    running = {
        "title": "向 600 家企业下发自查任务",
        "state": "done",
        "state_label": "已完成",
        "done": 600,
        "total": 600,
        "failed": 2,
        "failures_url": "#",
        "percent": 100,
        "result_url": "#",
        "result_label": "查看行动",
        "message": "2 家企业没有安全管理人员账号，任务已交给所在社区。",
    }
    chart = Chart(
        id="gallery-chart",
        title="第二社区自查率最低：61%",
        label_heading="社区",
        labels=["第一社区", "第二社区", "第三社区"],
        series={"自查率": [88.0, 61.0, 79.5]},
        unit="%",
        maximum=100,
        target=80,
        urls=["#1", "#2", "#3"],
    )
    return [
        Sample(
            "进度条",
            _include(
                "_bar.html", share="0.64", target="0.8", label='"标准化"', text='"64% · 差 79 家"'
            ),
            {},
        ),
        Sample("长任务", _include("_job.html", job="job"), {"job": running}),
        Sample("图表", _include("_chart.html", chart="chart"), {"chart": chart}),
    ]


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, 42, tzinfo=BEIJING)
