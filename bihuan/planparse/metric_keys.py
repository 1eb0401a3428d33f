"""Which metric a target probably means: suggestions only, bound by a person at launch."""

# fmt: off
METRIC_WORDS = (  # first match wins; words are looked for in metric, then in the quote
    ("self_check.rate",        ("自查率", "自查面", "自查自纠率", "自查覆盖率", "自查自改率")),
    ("hazard.overdue_major",   ("逾期未整改重大", "重大隐患逾期", "逾期重大隐患", "重大事故隐患逾期", "超期未整改重大")),
    ("hazard.on_time_rate",    ("按期整改率", "按时整改率", "如期整改率", "限期整改率")),
    ("hazard.closing_rate",    ("整改率", "整改完成率", "销号率", "整治率", "治理率", "闭环率", "办结率")),
    ("inspection.coverage",    ("检查覆盖率", "检查率", "检查面", "督查面", "督查覆盖", "检查覆盖", "监管覆盖率", "执法检查面", "抽查率", "抽查比例", "排查率")),
    ("standardization.rate",   ("标准化达标", "标准化完成", "标准化提升", "标准化水平", "标准化创建", "达标率", "安全达标", "岗位达标", "标准化标杆")),
    ("duty.done_rate",         ("履职率", "履职完成率", "履职")),
    ("hazard.found",           ("排查隐患数", "发现隐患", "排查出隐患", "查出隐患")),
    ("hazard.closed",          ("整改隐患数", "整改隐患", "销号隐患", "消除隐患")),
)
# fmt: on


def suggest_metric(metric: str, quote: str = "") -> str | None:
    """Return the metric a target's wording points to, None if none of ours fits."""
    for text in (metric, quote):
        for key, words in METRIC_WORDS:
            if any(word in text for word in words):
                return key
    return None
