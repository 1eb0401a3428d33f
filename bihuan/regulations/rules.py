"""What a citation stands for: titles and numbers in one form, and the edition meant on a day. Pure.

House rules. A citation without a year (「GB 7718」, a bare title) means the edition in force on
the day asked about; one with a year means that edition and no other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.kernel.chinese import date_text
from bihuan.regulations.states import Standing

_STATE = "中华人民共和国"
_MARKS = str.maketrans("", "", "《》〈〉“”\"'「」")
_BRACKETS = str.maketrans("[]［］【】(（)）", "〔〕〔〕〔〕((" + "))")
_DASHES = str.maketrans("‐‑–—―−－", "-------")
_EDITION = re.compile(r"\((?:\d{4}年?(?:版|本|修订|修正)?|试行|暂行|修订|修正)\)$")
_YEAR_IN_TITLE = re.compile(r"\((\d{4})年?(?:版|本|修订|修正)?\)$")
_STANDARD = re.compile(
    r"(?P<base>[A-Z]{2,4}\d{0,2}(?:/T)?\d{1,6}(?:\.\d{1,3})?)(?:-(?P<year>\d{4}))?"
)
_DOCUMENT = re.compile(r"[一-鿿A-Z()]+〔(?:19|20)\d\d〕\d+号")
_ORDER = re.compile(r"[一-鿿]*令?(?:第?[\d一二三四五六七八九十百]+号)令?")
_YEAR_AND_NUMBER = re.compile(
    r"(?P<who>[一-鿿A-Z]*?)〔?(?P<year>(?:19|20)\d\d)〕?(?P<number>\d+)号?"
)


def _plain(text: str) -> str:
    """One width, no spaces; what lost a space between its parts is composed once more."""
    return unicodedata.normalize("NFKC", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))


def normal_title(text: str) -> str:
    """Return a title in the one form in which titles are compared.

    Full and half width are one, 书名号, spaces and 「中华人民共和国」 in front are left out.
    """
    plain = _plain(text).translate(_MARKS)
    return plain.removeprefix(_STATE) or plain


def base_title(text: str) -> str:
    """Return the title in its one form without 「(2015版)」 or 「(试行)」 at its end."""
    return _EDITION.sub("", normal_title(text))


def normal_number(text: str) -> str:
    """Return a number in its one form: no spaces, one kind of bracket and dash, capitals."""
    plain = _plain(_plain(text).translate(_DASHES).upper())
    if _STANDARD.fullmatch(plain):
        return plain
    return plain.translate(_BRACKETS) if re.search(r"[〔〕\[\]【】]", plain) else plain


def standard_of(text: str) -> tuple[str, int | None] | None:
    """Return a standard's number without its year, and the year if given; None for no standard."""
    found = _STANDARD.fullmatch(normal_number(text))
    if found is None:
        return None
    return found["base"], int(found["year"]) if found["year"] else None


def year_cited(title: str, number: str) -> int | None:
    """Return the edition's year where a citation names one."""
    if standard := standard_of(number):
        return standard[1]
    found = _YEAR_IN_TITLE.search(normal_title(title))
    return int(found[1]) if found else None


def names_of(title: str, number: str = "", aliases: Sequence[str] = ()) -> list[str]:
    """Return every form by which a text is found, each once: titles, aliases, numbers."""
    forms: dict[str, None] = {}
    for one in (title, *aliases):
        forms[normal_title(one)] = None
        forms[base_title(one)] = None
    if number.strip():
        forms[normal_number(number)] = None
        if standard := standard_of(number):
            forms[standard[0]] = None
    forms.pop("", None)
    return list(forms)


@dataclass(frozen=True, slots=True)
class NumberFault:
    """What is wrong with a number; ``suggestion`` is the likely reading, never used by itself."""

    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        return f"{self.message}，疑为“{self.suggestion}”" if self.suggestion else self.message


def number_fault(text: str) -> NumberFault | None:
    """Return what is missing from a number (文号、标准号); None when it is whole, or empty."""
    plain = normal_number(text)
    if not plain or _STANDARD.fullmatch(plain) or _DOCUMENT.fullmatch(plain):
        return None
    if "〔〕" in plain:
        return NumberFault("文号缺少年份")
    whole = re.fullmatch(
        r"(?P<who>[一-鿿A-Z()]*)〔(?P<year>(?:19|20)\d\d)〕(?P<number>\d*)(?P<end>号?)", plain
    )
    if whole:
        return _fault_of_whole(whole)
    if _ORDER.fullmatch(plain) and not re.search(r"(?:19|20)\d{3,}", plain):
        return None
    if guess := _YEAR_AND_NUMBER.fullmatch(plain):
        reading = f"{guess['who']}〔{guess['year']}〕{guess['number']}号"
        missing = "括号不完整" if {"〔", "〕"} & set(plain) else "缺少年份的括号"
        return NumberFault(f"文号{missing}", reading)
    return NumberFault("文号不完整")


def _fault_of_whole(found: re.Match[str]) -> NumberFault | None:
    if not found["number"]:
        return NumberFault("文号缺少序号")
    if not found["who"]:
        return NumberFault("文号缺少发文机关代字")
    if not found["end"]:
        return NumberFault("文号缺少“号”", f"{found['who']}〔{found['year']}〕{found['number']}号")
    return None


@dataclass(frozen=True, slots=True)
class Edition:
    """One text at one time, as the resolver needs it; ``ends_on`` is its last day in force.

    ``earlier``: older editions exist that are not among the known.
    """

    pk: int
    title: str
    number: str
    effective_on: date | None = None
    ends_on: date | None = None
    replaced_by: Edition | None = None
    earlier: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How it is named in a sentence: a standard by its number, else 《title》."""
        return self.number if standard_of(self.number) else f"《{self.title}》"

    @property
    def last_day(self) -> date | None:
        """The last day in force: its own, or the day before its successor's first."""
        if self.ends_on is not None or self.replaced_by is None:
            return self.ends_on
        first = self.replaced_by.effective_on
        return date.fromordinal(first.toordinal() - 1) if first else None

    def on(self, day: date) -> Standing:
        """Return how it stands on a day."""
        if self.effective_on is not None and day < self.effective_on:
            return Standing.NOT_YET
        last = self.last_day
        if last is not None and day > last:
            return Standing.REPLACED if self.replaced_by else Standing.ENDED
        if last is None and self.replaced_by is not None:
            return Standing.REPLACED  # since an unknown day
        if self.effective_on is None:
            return Standing.UNDATED
        return Standing.IN_FORCE


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a citation stands for on a day, in one word and one sentence."""

    standing: Standing
    message: str
    edition: Edition | None = None


def resolve(title: str, number: str, on: date, known: Sequence[Edition]) -> Resolution:
    """Return what a citation means on a day among the editions that it may mean.

    ``known`` are editions found under any of ``names_of(title, number)``. A number says more
    than a title: where any edition bears it, only those count.
    """
    if not normal_title(title) and not number.strip():
        return Resolution(Standing.BLANK, "书名号内空白，没有写明依据的是哪份文件")
    fault = number_fault(number)
    found = _meant(title, number, known)
    if not found:
        if fault:
            return Resolution(Standing.INCOMPLETE, str(fault))
        return Resolution(Standing.UNKNOWN, "法规标准库中没有，请核对名称和文号")
    edition = in_force(found, on) or _nearest(found, on)
    standing = edition.on(on)
    message = said_of(edition, standing)
    is_exact = bool(number.strip()) and normal_number(number) == normal_number(edition.number)
    if standing is Standing.NOT_YET and edition.earlier and not is_exact:
        standing, message = Standing.UNDATED, "当时施行的是更早的版本，库中没有收录"
    if fault:
        return Resolution(Standing.INCOMPLETE, f"{fault}；按名称查得：{message}", edition)
    return Resolution(standing, message, edition)


def _meant(title: str, number: str, known: Sequence[Edition]) -> list[Edition]:
    wanted, year = normal_number(number), year_cited(title, number)
    if wanted and not number_fault(number):
        base = (standard_of(number) or ("", None))[0]
        exact = [one for one in known if _bears(one, wanted)]
        if exact or year is not None:
            return exact
        same = [one for one in known if base and (standard_of(one.number) or ("",))[0] == base]
        if same:
            return same
    if year is not None and not standard_of(number):
        return [one for one in known if str(year) in f"{one.title}{one.number}"]
    return list(known)


def _bears(edition: Edition, wanted: str) -> bool:
    return any(normal_number(number) == wanted for number in (edition.number, *edition.aliases))


def in_force(editions: Sequence[Edition], on: date) -> Edition | None:
    """Return the edition in force on a day, the latest where several claim to be."""
    there = [one for one in editions if one.on(on) is Standing.IN_FORCE]
    return max(there, key=lambda one: one.effective_on or date.min, default=None)


def _nearest(editions: Sequence[Edition], on: date) -> Edition:
    """The edition to speak of when none is in force: the last past one, else the first to come."""
    past = [one for one in editions if one.on(on) is not Standing.NOT_YET]
    if past:
        return max(past, key=lambda one: one.effective_on or date.min)
    return min(editions, key=lambda one: one.effective_on or date.max)


def said_of(edition: Edition, standing: Standing) -> str:
    """Return the sentence for an edition that stands so."""
    if standing is Standing.REPLACED and edition.replaced_by is not None:
        new = edition.replaced_by
        since = f"（{date_text(new.effective_on)}起）" if new.effective_on else ""
        return f"{edition.name}已由{_named(new)}替代{since}"
    if standing is Standing.ENDED and edition.last_day:
        return f"{edition.name}自{date_text(edition.last_day)}后失效"
    if standing is Standing.NOT_YET and edition.effective_on:
        return f"{edition.name}自{date_text(edition.effective_on)}起施行，届时才有效"
    if standing is Standing.IN_FORCE and edition.effective_on:
        return f"现行有效（{date_text(edition.effective_on)}起施行）"
    return "已收录，施行日期待核"


def _named(edition: Edition) -> str:
    if standard_of(edition.number):
        return f" {edition.number} "
    number = f"（{edition.number}）" if edition.number else ""
    return f"《{edition.title}》{number}"
