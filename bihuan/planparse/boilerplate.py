"""What a website or a page layout put into the text: set aside, reported, never read as plan.

Four kinds: whole lines (navigation, advertisements, copyright), page marks inside a line,
page counters (“7、”) that a converter inserted wherever a page happened to end, and the
pronunciation of characters that some sites put behind them.
"""

import re
from dataclasses import dataclass

from bihuan.planparse.text import NO_BREAK_AFTER, View, lines


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of the source that is no part of any plan."""

    start: int
    end: int
    message: str


SITE_LINE = re.compile(
    r"(?=[版I公网您返当上文下分收温客第免资由在展相猜c经本预请–前大页格时可你扫打关浏责字查点. -])(?:版权所有|ICP备|公网安备|网站标识码|返回顶部|(?:您当前的|^当前)位置:|上传人|文档编号|下载文档"
    r"|^下载 ?相关|^分享|^收藏|^温馨提示|网站客服|^客服$|^第 ?\d+ ?页|免费预览|资源描述|由会员|在线阅读"
    r"|展开全文|^相关(?:资源|搜索|文档)|猜你喜欢|copyright|经营许可证编号|本站为文档|预览阅读|请点击.{0,20}(?:联系|下载|老师)"
    r"|^[-– ]*(?:上|下)一篇|^前言:.*(?:小编|范文|本站)|^ID:? ?\d+$|^大小:|^页数:|^格式:|^时间:\d{4}-"
    r"|文档收益|可能(?:你)?关注|你可能|^收起$|^展开$|扫一扫|打印本页|关闭窗口|浏览次数|责任编辑|^字体:"
    r"|查看预览|由用户上传|下载前请|下载文档时|点击(?:数|量|下载)|\.(?:docx?|pdf|wps)(?:$|_|》))",
    re.IGNORECASE,
)
SITE_WORDS = re.compile(r"下载|上传|预览|客服|本站|文库|会员|小编|范文|网友")
LONGEST_SITE_LINE = 300
ENOUGH_SITE_WORDS = 2
FEWEST_COUNTERS = 3
PAGE_MARK = re.compile(
    r"第 ?\d{1,3} ?页(?: ?[,/]? ?共 ?\d{1,3} ?页)|^[-—– ]{1,4}\d{1,3}[-—– ]{1,4}$", re.M
)
PINYIN = re.compile(r"(?<=[一-鿿])(?:\([a-zêāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}\)){1,3}")
FEWEST_PINYIN = 4  # “IO(输入)” or one gloss is an author's; many are a copier's
COUNTER = re.compile(r"(\d{1,3})、")


def is_site_line(line: str) -> bool:
    """Return whether a line comes from the page around the document."""
    line = line.strip()
    if not line or len(line) > LONGEST_SITE_LINE:
        return False
    return bool(SITE_LINE.search(line)) or len(set(SITE_WORDS.findall(line))) >= ENOUGH_SITE_WORDS


def _counters(view: View, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the bounds of page counters with the line breaks before them.

    Counters run 1, 2, 3… at line starts and mostly cut a sentence in two; a numbered
    list starts its items where the one before has ended.
    """
    found: list[tuple[int, int, bool]] = []
    last_end, last_char = 0, ""
    for start, end in bounds:
        line = view.text[start:end]
        if not line.strip():
            continue
        match = COUNTER.match(line)
        if match and int(match.group(1)) == len(found) + 1:
            found.append((last_end, start + match.end(), last_char not in NO_BREAK_AFTER))
        stripped = line.rstrip()
        last_end, last_char = start + len(stripped), stripped[-1]
    cuts = sum(cut for _, _, cut in found[1:])
    if len(found) < FEWEST_COUNTERS or cuts * 3 < (len(found) - 1) * 2:
        return []
    first_start = found[0][1] - 2
    return [(first_start, found[0][1]), *((start, end) for start, end, _ in found[1:])]


def _site_lines(view: View, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return runs of neighbouring site lines as single stretches; blank lines do not part them."""
    runs: list[tuple[int, int]] = []
    open_run = False
    for start, end in bounds:
        line = view.text[start:end]
        if is_site_line(line):
            if open_run:
                runs[-1] = (runs[-1][0], end)
            else:
                runs.append((start, end))
            open_run = True
        elif line.strip():
            open_run = False
    return runs


def _line_around(text: str, at: int) -> str:
    start = text.rfind("\n", max(0, at - LONGEST_SITE_LINE), at) + 1
    end = text.find("\n", at, at + LONGEST_SITE_LINE)
    return text[start : end if end >= 0 else at + LONGEST_SITE_LINE]


def set_aside(view: View) -> tuple[View, list[Noise]]:
    """Return the view without boilerplate, and what was set aside, in source positions."""
    bounds = lines(view.text)
    dropped: list[tuple[int, int]] = []
    noise: list[Noise] = []
    for start, end in _site_lines(view, bounds):
        dropped.append((start, end))
        noise.append(Noise(*view.span(start, end), "网页或文库附带的文字，不属于方案"))
    for match in PAGE_MARK.finditer(view.text):
        if not is_site_line(_line_around(view.text, match.start())):
            dropped.append(match.span())
            noise.append(Noise(*view.span(*match.span()), "页码"))
    glosses = list(PINYIN.finditer(view.text))
    if len(glosses) >= FEWEST_PINYIN:
        dropped.extend(match.span() for match in glosses)
        message = f"夹在字间的注音，共{len(glosses)}处，已略去"
        noise.append(Noise(*view.span(*glosses[0].span()), message))
    counters = _counters(view, bounds)
    for number, (start, end) in enumerate(counters):
        dropped.append((start, end))
        around = view.text[max(0, start - 1) : start] + view.text[end : end + 1]
        if number == 0:
            message = f"转换时插入的页码标记，共{len(counters)}处，已略去并接上前后文字"
            noise.append(Noise(*view.span(start, end), message))
        elif re.search(r"\d|[年月日]", around):
            left = max(0, start - 5)
            noise.append(
                Noise(*view.span(left, end + 5), "页码标记打断了日期或数字，已接上前后文字")
            )
    if not dropped:
        return view, []
    return view.without(dropped), noise
