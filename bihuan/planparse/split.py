"""Where one plan ends and the next begins in a file that holds several.

Nothing need mark the seam: no title, no blank line. What gives it away is that the top
numbering starts again, together with a fresh preamble or an opening section.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from bihuan.planparse.markers import Mark, marks
from bihuan.planparse.text import DOCUMENT_WORDS

OPENING = re.compile(
    r"^(?:指导思想|总体要求|总体目标|工作目标|目标|目标任务|组织机构|组织领导|总体思路|工作思路|基本原则|整治目标|活动目标"
    r"|工作任务|整治范围|活动主题|主要目标|总则|工作要求|行动目标|重要意义|时间安排|检查时间|整治内容|范围|工作内容|主要任务|整治重点|重点任务|适用范围)"
)
PREAMBLE = re.compile(
    r"^(?:为|根据|按照|依据|通过|坚决|认真|近年来|近期|近日|当前|结合|经|遵照|贯彻|深入贯彻|各[镇乡县市区有村]|针对|鉴于)"
    r"|(?:如下|方案|通知如下|要点|计划)[:。]$|制定本(?:方案|计划|要点)"
)
TITLE = re.compile(rf"^[^。;:!?]{{4,60}}(?:{DOCUMENT_WORDS}|的函)(?:\([^()]{{1,12}}\))?$")
ATTACHMENT = re.compile(r"^附(?:件|表|录)?\d{0,2}[:、 ]?")
SHORTEST_PLAN = 60
BACKWARDS = 2  # a number that falls back counts as a new start only after so many


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


def _lines_between(text: str, start: int, end: int) -> list[_Line]:
    found, at = [], start
    for raw in text[start:end].split("\n"):
        if raw.strip():
            found.append(_Line(at, raw))
        at += len(raw) + 1
    return found


def _seam(text: str, last: Mark, restart: Mark) -> int | None:
    """Return where the plan that restarts the numbering begins: at its title or preamble."""
    lines = _lines_between(text, last.start, restart.start)
    seam = restart.start
    titled = preamble = False
    for place in range(len(lines) - 1, 0, -1):
        line = lines[place]
        if TITLE.match(line.text):
            seam, titled = line.start, True
            continue
        if titled:
            break
        heading_only = place == 1 and not re.search(r"[。;]", lines[0].text[:-1])
        looks = PREAMBLE.search(line.text) or re.match(r"^各[^。]{2,60}:$", line.text)
        if not looks or (heading_only and not re.search(r"(?:如下|方案)[:。]$", line.text)):
            break
        if ATTACHMENT.match(line.text):
            return None
        seam, preamble = line.start, True
    heading = text[restart.end : restart.end + 30]
    if titled or preamble:
        return seam
    return seam if OPENING.match(heading) else None


def _is_notice_with_plan(text: str, start: int, seam: int) -> bool:
    """Return whether what precedes a seam is only the notice that carries the plan."""
    head = text[start:seam]
    named = re.search(r"《([^《》\n]{4,60})》", head[:600])
    following = text[seam : seam + 120].split("\n", maxsplit=1)[0]
    return bool(named and following and named.group(1)[-8:] in following) or "附件" in head[-40:]


def seams(text: str) -> list[int]:
    """Return where every plan of a file begins; the first is 0."""
    found = [0]
    everything = marks(text)
    tops = [mark for mark in everything if mark.family == "top" and mark.at_line_start]
    highest = 0
    for mark in tops:
        restarts = (mark.number == 1 and highest > 1) or (
            1 < mark.number <= highest and highest > BACKWARDS
        )
        if restarts:
            last = everything[bisect_left(everything, mark.start, key=lambda one: one.start) - 1]
            seam = _seam(text, last, mark) if found[-1] <= last.start < mark.start else None
            if mark.number > 1 and seam == mark.start:
                seam = None
            long_enough = seam is not None and seam - found[-1] >= SHORTEST_PLAN
            if seam is not None and long_enough and not _is_notice_with_plan(text, found[-1], seam):
                found.append(seam)
                highest = 0
        highest = max(highest, mark.number) if not restarts or highest == 0 else mark.number
    return found
