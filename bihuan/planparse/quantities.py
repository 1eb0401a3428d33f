"""Amounts: percentages in figures and in words, counts with their unit, how they compare."""

import re
from dataclasses import dataclass

from bihuan.planparse.numerals import CHINESE, read_chinese, read_number
from bihuan.planparse.schema import Operator

# fmt: off
UNITS = (
    r"亿美元|万美元|个百分点|个工作日|亿千瓦时|平方公里|万千瓦时|平方千米|吨标准煤|吨标煤|平方米|张床位|千瓦时|亿千瓦|吉瓦时|万千瓦|兆瓦时|立方米|吉瓦|平方|人天|公顷|千米|批次|微克|人日|"
    r"公里|家次|台次|辆次|场次|亿元|千克|万元|户次|小时|兆瓦|人次|标段|千瓦|公斤|分钟|车次|立方|艘次|毫克|篇|张|节|场|岁|家|册|亩|分(?![之类别管级工期钟])|栋|‰|天|幅|宗|头|对|组|"
    r"类|吨|羽|起|部(?!门)|孔|杆|米|斤|艘|所|处|批|块|段|件|眼|例|台|尊|口|队|克|人|户|辆|个|套|盏|棵|种|支|间|根|项|列|床|枚|具|片|名|条|扇|班|株|架|本|倍|只|期|幢|元|份|座"
)
PER = r"(?:(?:/|每)(?:标准?立方米|立方米|平方公里|平方米|千瓦时|公顷|立方|升|亩|人|吨|万元|天|日|年|月·平方公里|平方公里·月|千人|万人|百人))"
PERCENT = (
    r"(?<![OolI\d.])(?P<percent>\d{1,7}(?:\.\d{1,3})?)%(?P<more>(?:[和、]\d{1,3}(?:\.\d{1,3})?%){0,5})"
    rf"|百分之(?P<words>{CHINESE}|百)|(?P<all>百分百|百分之百)"
    rf"|(?P<tenths>[一二三四五六七八九])成(?:(?P<more_tenths>[半一二三四五六七八九])(?![一-鿿])|(?=以上|以下|左右|的|[,。;]))|(?P<fraction>{CHINESE})分之(?P<top>{CHINESE})|(?P<half>过半|[半一][数半](?:以上)?(?=的))"
)
COUNT = rf"(?P<number>\d{{1,8}}(?:\.\d{{1,3}})?(?:[万亿](?!千瓦|元|美元))?|[一二两三四五六七八九十百千]{{1,6}})(?P<unit>(?:{UNITS}){PER}?)"
AT_MOST = re.compile(
    r"(?:控制在|不超过|不高于|不多于|不大于|不得(?:超过|高于|多于|大于)|压缩到|压缩至|缩短到|缩短至|压减到|降到|下降到|降至|减少到|减至|压减至|降低到|≤|<=)[一-鿿]{0,4}$"
)
LESS = re.compile(r"(?:低于|少于|小于)$")
MORE = re.compile(r"(?:超过|高于|大于|突破|多于)$")
NOT_LESS = re.compile(r"(?:不低于|不少于|不小于|不[得能](?:低于|少于|小于)|至少|≥|>=|最低)[一-鿿]{0,8}$")
ABOUT = re.compile(r"(?:稳定在|保持在|维持在)$")


@dataclass(frozen=True, slots=True)
class Percentage:
    """Percentages written in a row (“65%和55%”); ``values`` holds one number each."""

    values: tuple[float, ...]


def percentage(match: re.Match[str]) -> Percentage | None:
    """Return what a match of ``PERCENT`` amounts to."""
    group = match.groupdict()
    if group["percent"]:
        more = re.findall(r"[\d.]+", group["more"] or "")
        return Percentage((float(group["percent"]), *map(float, more)))
    if group["all"] or group["words"] == "百":
        return Percentage((100.0,))
    if group["words"]:
        value = read_chinese(group["words"])
        return Percentage((float(value),)) if value is not None else None
    if group["tenths"]:
        hundredths = (
            5 if group["more_tenths"] == "半" else read_chinese(group["more_tenths"] or "〇")
        )
        return Percentage(((read_chinese(group["tenths"]) or 0) * 10.0 + (hundredths or 0),))
    if group["fraction"]:
        bottom, top = read_chinese(group["fraction"]), read_chinese(group["top"])
        if not bottom or not top or top > bottom:
            return None
        return Percentage((round(top / bottom * 100, 2),))
    return Percentage((50.0,))


def count_of(match: re.Match[str]) -> float | None:
    """Return the number of a match of ``COUNT``."""
    return read_number(match.group("number"))


def operator(
    before: str, after: str, *, value: float, percent: bool, default: Operator = ">="
) -> Operator:
    """Return how a value is to be compared, from the words around it."""
    before = before[-14:]
    if re.match(r"(?:以内|之内|以下|及以下)", after) or AT_MOST.search(before):
        return "<="
    if NOT_LESS.search(before) or re.match(r"(?:及?以上)", after):
        return ">="
    if LESS.search(before):
        return "<"
    if MORE.search(before):
        return ">"
    if re.match("左右|上下", after) or ABOUT.search(before):
        return "=="
    return "==" if percent and value == 100 else default  # noqa: PLR2004 - the whole
