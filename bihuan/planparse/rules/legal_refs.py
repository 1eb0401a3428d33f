"""依据: laws, documents and standards a plan rests on."""

import re
from collections.abc import Iterable

from bihuan.planparse.registry import Found, rule
from bihuan.planparse.schema import LegalRef, Span

LAW = re.compile(
    r"(?:法|条例|规定|办法|标准|规范|规程|准则|通知|意见|决定|目录|细则|指南|纲要|解释|规则|令|要点|规划)(?:\([^()]{2,12}\))?$"
)


@rule(
    r"《(?P<title>[^《》\n]{3,80})》(?:\((?P<number>[^()\n]{3,40}?号(?:令)?|[A-Z]{2}[/A-Z]{0,3} ?[\d.]{2,10}(?:-\d{4})?)\))?",
    confidence=0.9,
    reads={
        "根据《安全生产法》和《关于开展整治的通知》(示安办发〔2026〕3号)要求。": (
            "安全生产法 ?",
            "关于开展整治的通知 示安办发〔2026〕3号",
        ),
    },
    leaves=("填写《示例登记表》后上报。",),
)
def legal_ref_in_title_marks(found: Found) -> Iterable[Span]:
    """“《…法》（…号）” is a basis; forms and the plan itself are none."""
    if not LAW.search(found["title"]) or found["title"] == found.plan.title:
        return
    yield found.plan.make(
        LegalRef,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        title=found["title"],
        number=found["number"] or None,
    )


@rule(
    r"(?P<number>(?<![A-Z])(?:GB|AQ|JGJ|HG|SY|TSG|DB\d{0,4})(?:/T)? ?\d{2,6}(?:\.\d{1,3})?(?:-(?:19|20)\d\d)?)",
    confidence=0.9,
    reads={
        "产品标识符合GB7718的规定。": "GB7718 GB7718",
        "按照GB/T33000-2016要求创建。": "GB/T33000-2016 GB/T33000-2016",
    },
    leaves=("每瓶500GB12。", "编号A7718。"),
)
def legal_ref_to_standard(found: Found) -> Iterable[Span]:
    """A standard's number is a basis."""
    before = found.plan.text[max(0, found.start - 1) : found.start]
    if (before.isascii() and before.isalnum()) or found.plan.in_title_marks(found.start):
        return
    yield found.plan.make(
        LegalRef,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        title=found["number"],
        number=found["number"],
    )


@rule(
    r"中华人民共和国[一-鿿]{2,14}?法(?:实施条例|实施细则)?(?![律规定制人治])",
    confidence=0.8,
    reads={"根据中华人民共和国安全生产法第四条的规定。": "中华人民共和国安全生产法 ?"},
    leaves=("中华人民共和国成立以来。", "中华人民共和国法律法规。"),
)
def legal_ref_without_marks(found: Found) -> Iterable[Span]:
    """A law named in full without 书名号 is a basis too."""
    if found.plan.in_title_marks(found.start):
        return
    yield found.plan.make(
        LegalRef,
        (found.start, found.end),
        rule=found.rule,
        confidence=found.confidence,
        title=found.match.group(),
        number=None,
    )
