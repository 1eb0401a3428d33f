"""A plan as an official document: its own words in the layout of GB/T 9704."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.campaigns.exchange import draft_of, dump_file
from bihuan.campaigns.models import Campaign
from bihuan.documents.official import Block, Heading1, Heading2, OfficialDocument, Paragraph
from bihuan.library.services.indexing import year_of
from bihuan.people.models import Area

_COUNTED = "[一二三四五六七八九十]{1,3}"
_FIRST = re.compile(rf"^{_COUNTED}、")
_SECOND = re.compile(rf"^[（(]{_COUNTED}[）)]")
_RUN_ON = re.compile(rf"(?<=[。；！])[ \u3000]*(?={_COUNTED}、|[（(]{_COUNTED}[）)])")
_SALUTATION = re.compile(r"^[^。；]{2,120}[：:]$")
_DATED = re.compile(r"^(?:20\d\d|二[〇○零]..)年.{1,3}月.{1,3}日$")
_SIGNED = re.compile(r"^[一-鿿]{3,30}(?:局|办公室|委员会|政府|办|厅|部|司|委)$")
LONGEST_HEADING = 40
LAST_LINES = 4


def official_plan(campaign: Campaign) -> OfficialDocument:
    """Return the plan for printing: title, number, headings by rank, signature and date.

    A signature and date that stand at the end of the text are set as such and not twice.
    """
    lines = list(_lines(campaign.text))
    lines = _without_title(lines, campaign.title)
    number = "".join(campaign.document_number.split())
    while number and lines and "".join(lines[0].split()) == number:
        lines = lines[1:]  # it is printed above the line
    addressees: tuple[str, ...] = ()
    if lines and _SALUTATION.match(lines[0]) and not _FIRST.match(lines[0]):
        addressees = tuple(one for one in lines.pop(0).rstrip("：:").split("、") if one)
    body, signature = _without_signature(lines)
    issuer = campaign.issuer or signature or campaign.organisation.name
    return OfficialDocument(
        issuer=issuer,
        header=f"{issuer}文件" if campaign.document_number else "",
        title=campaign.title,
        addressees=addressees,
        body=tuple(_block(line) for line in body),
        signature=issuer,
        number=campaign.document_number,
        issued_on=campaign.issued_on,
    )


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for part in _RUN_ON.split(line):
            if bare := part.strip(" \t\u3000"):
                yield bare


def _without_title(lines: list[str], title: str) -> list[str]:
    """Leave out the lines that spell the title, which may be broken in several."""
    wanted = "".join(title.split())
    for start in range(min(LAST_LINES, len(lines))):
        told = ""
        for count, line in enumerate(lines[start : start + LAST_LINES], start=1):
            told += "".join(line.split())
            if told == wanted:
                return lines[start + count :]
    return lines


def _without_signature(lines: list[str]) -> tuple[list[str], str]:
    end, signature = len(lines), ""
    while end > max(0, len(lines) - LAST_LINES):
        line = lines[end - 1].replace(" ", "")
        if _SIGNED.match(line) and not signature:
            signature = line
        elif not _DATED.match(line):
            break
        end -= 1
    return lines[:end], signature


def _block(line: str) -> Block:
    if _FIRST.match(line) and len(line) <= LONGEST_HEADING and line[-1] not in "。；":
        return Heading1(line)
    if _SECOND.match(line) and len(line) <= LONGEST_HEADING and line[-1] not in "。；":
        return Heading2(line)
    return Paragraph.of(line)


def exchange_file(campaign: Campaign) -> bytes:
    """Return the plan as the JSON file that ``bihuan plan import`` takes back."""
    place = Area.objects.filter(code=campaign.area).first()
    level = {2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}
    head = {
        "title": campaign.title,
        "issuer": {
            "name": campaign.issuer or campaign.organisation.name,
            "level": level[place.level] if place else None,
        },
        "document_number": campaign.document_number or None,
        "issued_on": campaign.issued_on,
        "year": year_of(campaign),
    }
    items = campaign.items.order_by("position", "pk")
    return dump_file(
        campaign.text, [draft_of(campaign.text, items, read=campaign.draft, head=head)]
    )
