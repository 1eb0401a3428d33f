"""What happens when: the plans of the year, by days before and after the opening day."""

from __future__ import annotations

from dataclasses import dataclass

YEAR = 365


@dataclass(frozen=True, slots=True)
class PlannedCampaign:
    """One plan and its fate; days count from the opening day.

    ``office`` is ``county`` or ``town`` (the first town). ``launched`` and ``ended`` are None
    when it has not come to that; ``bulletins`` are the days on which one is issued.
    """

    plan: str
    office: str
    imported: int
    launched: int | None
    self_check_due: int | None
    offsets: dict[str, int]
    ended: int | None = None
    bulletins: tuple[int, ...] = ()


CAMPAIGNS = (
    PlannedCampaign(
        plan="county_hazards", office="county", imported=-305, launched=-300, self_check_due=-255,
        offsets={
            "self_check_end": -255, "end": -150, "p1_start": -300, "p1_end": -286,
            "p2_start": -285, "p2_end": -255, "p3_start": -254, "p3_end": -181,
            "p4_start": -180, "p4_end": -150, "report_end": -145,
        },
        ended=-140, bulletins=(-250, -148),
    ),
    PlannedCampaign(
        plan="spring_town", office="town", imported=-128, launched=-124, self_check_due=-60,
        offsets={
            "self_check_end": -60, "end": 20, "p1_start": -124, "p1_end": -111, "p2_start": -110,
            "p2_end": -60, "p3_start": -59, "p3_end": -11, "p4_start": -10, "p4_end": 20,
            "report_self": -50, "report_end": 25,
        },
        bulletins=(-55,),
    ),
    PlannedCampaign(
        plan="county_winter", office="county", imported=-46, launched=-42, self_check_due=6,
        offsets={
            "self_check_end": 6, "end": 60, "p1_start": -42, "p1_end": -30, "p2_start": -29,
            "p2_end": 6, "p3_start": 7, "p3_end": 40, "p4_start": 41, "p4_end": 60,
            "report_end": 65,
        },
    ),
    PlannedCampaign(
        plan="summer_fire", office="town", imported=-1, launched=None, self_check_due=None,
        offsets={"p1_start": 5, "p1_end": 20, "p2_start": 21, "p2_end": 60},
    ),
)  # fmt: skip
