"""The title of a plan: written on its own line or lines, glued to the text, or only named in it.

A page shows a title several times and in several shapes: as the name of the file, as a heading
above the day of publication, broken over lines, behind “第一篇：”, with “范文（精选7篇）” after
it. Every line of the head is asked; what is no part of a title is taken off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bihuan.planparse.context import Plan
from bihuan.planparse.text import DOCUMENT_WORDS

TitleStatus = Literal["written", "named", "none"]

OPENERS = "为|根据|按照|依据|近年来|为了|结合|经"
OFFICES = "委员会|人民政府|政府|办公室|办公厅|安委办|安委会|管委会|办事处|应急管理局|局|厅|部|司|中心|公司"
ISSUER = rf"(?:{OFFICES}|指挥部|领导小组|集团|院|学校|总队|支队)"
# Words a title of a plan may end in besides those that nearly always end one.
RARER = "安排|思路|措施|纲要|通报|任务书|责任书|倡议书|清单|分解表|部署|制度|指引|导则"
TITLE_END = rf"(?:{DOCUMENT_WORDS}|的函|(?:{RARER})(?<=[一-鿿]{{8}}))"
MODEL = r"(?:(?:优秀|经典|最新|参考)?(?:范文|模板|范例|样本|合集|集锦|大全|汇编|汇总)){0,2}"
COUNTED = (
    r"(?:\(?(?:(?:精选|通用|推荐|合集|优选|热门|共|锦集)?[\d一二三四五六七八九十]{1,3}篇)\)?)?"
)
PART = r"(?:\(?(?:精选)?篇[一二三四五六七八九十\d]{1,3}\)?|\([一二三四五六七八九十\d]{1,2}\)|[1-9]\d?)?"
BRACKETED = r"(?:\((?:试行|草案|征求意见稿|修订稿?|送审稿|讨论稿|暂行|节选|20\d\d[-—至~]20\d\d年?|20\d\d年?)\))?"
YEAR_BEHIND = r"(?:20\d\d年?(?!\d))?"
TITLE_LINE = re.compile(
    rf"^(?P<title>[^。;!?]{{5,90}}?{TITLE_END}{BRACKETED}{YEAR_BEHIND})(?:{MODEL}{COUNTED}{PART})$"
)
LABEL = re.compile(
    r"^(?:(?:第?[一二三四五六七八九十\d]{1,3}[篇、]|(?:精选)?篇[一二三四五六七八九十\d]{1,3}|范文[一二三四五六七八九十\d]{0,3}|标题|题目|名称|文件名称|公文标题)[:、 ]{0,2}|[*×]{2,8}(?=20\d\d|[一-鿿])|值得收藏!|.{2,8}分享:|PAGE)"
)
NO_TITLE = re.compile(
    rf"^(?:{OPENERS}|附件|附表|抄送|主题词|现将|现就|请|兹|特|各|以|通过|关键词|来源|索引号|原文链接|相关|上一|下一|目录|一、|\()"
    r"|解决方案$|^[^<]*>|\||(?:集锦|大全|范文|模板|汇编)[\d一二三四五六七八九十]{1,2}篇[一-鿿]"
    r"|《》|如下|以下|(?:制定|制订|拟定|提出|印发)(?:了)?(?:本|如下|以下|此)|小编|范文网|点击|下载"
)
GLUED = re.compile(
    rf"(?:^|(?<=[日。\n)]))(?P<title>[^。;:!?,\n]{{4,60}}?(?:方案|计划|要点|意见|通知|预案|规划|办法|纲要|细则)(?:\((?:试行|草案|暂行)\))?)(?:{MODEL}{COUNTED}{PART})"
    rf"(?=(?:{OPENERS})[一-鿿]|小编|各[一-鿿]{{2,}}|前言|一、)|(?:^|\n)(?P<rule>[^。;:!?,\n]{{4,40}}?(?:制度|规定|规程|措施))(?=一、)"
)
NOTICE = re.compile(
    r"(?:^|号|\n|。)(?P<title>[一-鿿]{0,30}?关于[^。\n]{4,70}?的(?:通知|意见|函|决定))(?=各|省|市|区|县|[一-鿿]{2,8}[、,:])"
)
NAMED = re.compile(
    r"(?:制定|制订|印发|下发|出台|拟定|起草|现将)了?《(?P<title>[^《》\n]{5,60}?(?:方案|计划|要点|预案|规划|意见|办法|细则|纲要))》(?!的通知|要求|精神|\(以下)"
)
FULL_TEXT = re.compile(r"《(?P<title>[^《》\n]{5,80})》(?:\([^()\n]{2,20}\))?(?:的)?全文(?:如下|:)")
FILE_LINE = re.compile(rf"^(?P<title>[^\n/]{{4,80}}?{TITLE_END})\.(?:docx?|pdf|wps|txt)")
ISSUED = re.compile(r"关于[^。]{4,80}的(?:通知|意见|函|决定|通告|公告)$")
PAGE_HEADING = re.compile(r"^\d+号|发布|发文|公示栏")
WHOLE_ISSUER = re.compile(rf"[一-鿿()、]{{3,40}}{ISSUER}")
SIGNED = re.compile(rf"(?:{ISSUER}|办|委|会|[年月]\d{{0,2}}日|[一二三四五六七八九十]日)$")

LONGEST_LINE, LONGEST_TITLE, MOST_LINES, MOST_JOINED = 45, 90, 40, 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that reads as a title, and the lines it was put together from."""

    title: str
    first: int
    joined: int


def head_of(plan: Plan) -> str:
    """Return what stands before the first numbered clause."""
    return plan.text[: plan.nodes[0].own_end]


def title_of(plan: Plan, site_lines: list[str]) -> tuple[str | None, TitleStatus]:
    """Return a plan's title and whether it is written as one or only named in the text."""
    for line in site_lines:
        file_line = FILE_LINE.match(line.strip())
        if file_line:
            return file_line.group("title").strip(), "written"
    head = head_of(plan)
    lines = [_closed(line.strip()) for line in head.split("\n") if line.strip()][:MOST_LINES]
    found = list(_written(lines))
    if found:
        best = _best(found)
        return _with_issuer(lines, best), "written"
    for pattern in (NOTICE, GLUED):
        match = pattern.search(head)
        if match and not NO_TITLE.search(bare := LABEL.sub("", _taken(match))):
            return _single(bare), "written"
    whole = FULL_TEXT.search(head)
    if whole:
        return whole.group("title"), "written"
    named = NAMED.search(plan.text)
    if named:
        return named.group("title"), "named"
    return None, "none"


def _taken(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def _closed(line: str) -> str:
    """Return a line set with a blank behind every character without the blanks."""
    return line.replace(" ", "") if re.fullmatch("(?:[一-鿿] )+[一-鿿]", line) else line


def _written(lines: list[str]) -> Iterator[_Line]:
    """Yield every line, or run of two or three lines, that reads as a title."""
    at = 0
    while at < len(lines):
        taken = 0
        for joined in range(1, MOST_JOINED + 1):
            parts = lines[at : at + joined]
            if len(parts) < joined or (joined > 1 and not _broken(parts)):
                break
            title = _title("".join(parts))
            if title is not None:
                yield _Line(title, at, joined)
                taken = joined
                break
        at += taken or 1


def _broken(parts: list[str]) -> bool:
    """Return whether lines look like the pieces of one title."""
    if any(re.search("[。;!?]|:$", part) or len(part) > LONGEST_LINE for part in parts):
        return False
    if SIGNED.search(parts[0]) and "关于" not in "".join(parts):
        return False
    return all(
        not re.match(rf"各[^,]{{2,}}|{OPENERS}|\(?[一二三四五六七八九十\d]{{1,2}}[、)]", part)
        and not re.search(r"^[^<]*>|\||\d{1,2}:\d\d|\d{4}-\d|^\d+$|号$", part)
        for part in parts
    ) and bool(
        "关于" in parts[0]
        or re.match(r"^(?:的?通知|[一-鿿“”、]{0,14}(?:方案|计划|要点|预案|规划))", parts[-1])
    )


def _title(line: str) -> str | None:
    """Return the title a line holds without what pages put around it, None if it holds none."""
    line = LABEL.sub("", line)
    match = TITLE_LINE.match(line)
    if match is None or len(line) > LONGEST_TITLE or NO_TITLE.search(line):
        return None
    title = match.group("title")
    if "," in title and "关于" not in title:
        return None
    if len(re.findall("》|〉", title)) > 0 and "《" not in title and "〈" not in title:
        return None
    return _single(title)


def _best(found: list[_Line]) -> _Line:
    """Return the title among several: a formal one rather than what a page calls it above."""
    first = found[0]
    if not ISSUED.search(first.title) and PAGE_HEADING.search(first.title):
        return next((one for one in found[1:] if not PAGE_HEADING.search(one.title)), first)
    return first


def _with_issuer(lines: list[str], best: _Line) -> str:
    """Return a title with the issuer that stands on the line above “关于…”."""
    lead = lines[best.first - 1] if best.first and best.title.startswith("关于") else ""
    return (lead if WHOLE_ISSUER.fullmatch(lead) else "") + best.title


def _single(title: str) -> str:
    """Return a title without an issuer printed twice in front."""
    twice = re.match(r"^([一-鿿]{6,30})(?:\d{1,2}篇)?(?=\1)", title)
    return title[twice.end() :] if twice else title
