"""Enumerations of laws and standards."""

from __future__ import annotations

from django.db.models import TextChoices


class RegulationKind(TextChoices):
    """法规标准类别."""

    LAW = "law", "法律"
    REGULATION = "regulation", "行政法规"
    RULE = "rule", "部门规章"
    LOCAL = "local", "地方性法规"
    INTERPRETATION = "interpretation", "司法解释"
    STANDARD = "standard", "技术标准"
    DOCUMENT = "document", "规范性文件"
    CATALOGUE = "catalogue", "目录"
    NOTICE = "notice", "上级文件"


class Certainty(TextChoices):
    """核对情况: whether number and dates were compared with the published text."""

    CHECKED = "checked", "已核"
    UNCHECKED = "unchecked", "待核"


class Standing(TextChoices):
    """引用核对结果: how a text, or a citation of it, stands on a day."""

    IN_FORCE = "in_force", "现行有效"
    NOT_YET = "not_yet", "尚未施行"
    REPLACED = "replaced", "已被替代"
    ENDED = "ended", "已失效"
    UNDATED = "undated", "施行日期待核"
    INCOMPLETE = "incomplete", "文号残缺"
    BLANK = "blank", "书名号内空白"
    UNKNOWN = "unknown", "库中没有"
