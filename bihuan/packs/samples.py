"""The sample plan as an office may start from it: its year, its county, its town."""

from __future__ import annotations

import re

from bihuan.packs.contents import Pack

WRITTEN_IN = 2026
COUNTY, TOWN = "云溪县", "春分镇"
YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?=年|—|〕)")
DATED = re.compile(r"20[0-9]{2}年")
NUMBER = re.compile(r"(?<=〕)[0-9]+(?=号)")


def sample_plan(
    pack: Pack, *, year: int, county: str = COUNTY, town: str = TOWN, numbered: bool = True
) -> str:
    """Return the sample plan moved to a year and a place.

    Without ``numbered`` the invented document number is left blank, for the office has its own. A plan that
    names its year nowhere else is dated at its end, so that its days can be told.
    """
    text = pack.plan if numbered else NUMBER.sub("  ", pack.plan)
    text = YEAR.sub(lambda found: str(int(found[0]) + year - WRITTEN_IN), text)
    if not DATED.search(text):
        day = pack.sample.launch_day(year)
        text = f"{text.rstrip()}\n\n{day.year}年{day.month}月{day.day}日\n"
    if (county, town) == (COUNTY, TOWN):
        return text
    text = text.replace(COUNTY, county).replace(
        COUNTY.removesuffix("县"), county.removesuffix("县")
    )
    return text.replace(TOWN, town).replace("春镇", town)
