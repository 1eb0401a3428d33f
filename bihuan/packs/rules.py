"""What may not be written down in a campaign that checks institutions only (house rule).

Pure. The name of the offence and of the drugs stays sayable: what is refused is a word about one
person's body, or the number of a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# fmt: off
SAYABLE = re.compile(
    r"终止妊娠(?:的)?药[品物]|(?:选择性别的?)?人工终止妊娠|(?:非医学需要的?)?胎儿性别(?:的)?鉴定|胎儿染色体检测(?:仪|设备)"
    r"|(?:计划生育|母婴保健)技术服务|不得[^。；]{0,12}(?:孕情|病历|患者)[^。；]{0,8}"
)
"""Names of offences, drugs, devices and services, and sentences that forbid recording."""

MATTERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("身份证号", re.compile(r"(?<![0-9A-Z])[0-9]{6}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9X](?![0-9A-Z])")),
    ("身份证号", re.compile(r"(?<![0-9A-Z])[0-9]{8}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}(?![0-9A-Z])")),
    ("个人孕产情况", re.compile(r"孕情|怀孕|在孕|待孕|受孕|孕妇|孕产|产妇|孕期|孕周|孕[0-9一二三四五六七八九十]+(?:周|个?月)|妊娠|末次月经|预产期|引产|人流|流产|堕胎|胎儿|男胎|女胎|育龄|节育|生育(?:情况|史|意愿)")),
    ("病历和患者情况", re.compile(r"病历|病案|门诊号|住院号|就诊记录|[B彩]超(?:检查)?(?:单|结果|报告)|患者|病人")),
)
# fmt: on


def private_matters(texts: Iterable[str]) -> list[str]:
    """Return the kinds of private matter that any of the texts speaks of, each once.

    >>> private_matters(["终止妊娠药品购进票据与台账不符"])
    []
    >>> private_matters(["李某怀孕三个月"])
    ['个人孕产情况']
    """
    found: dict[str, None] = {}
    for text in texts:
        plain = unicodedata.normalize("NFKC", text).upper()
        # digits and words pulled apart by blanks mean what they mean together
        ways = [SAYABLE.sub("", one) for one in (plain, "".join(plain.split()))]
        for name, pattern in MATTERS:
            if any(pattern.search(way) for way in ways):
                found[name] = None
    return list(found)


def is_private(text: str) -> bool:
    """Whether the text speaks of a private matter."""
    return bool(private_matters([text]))
