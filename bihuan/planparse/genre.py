"""Texts that are no plan though they count and date like one: news reports, articles of law."""

import re

from bihuan.planparse.clauses import Node

ARTICLES = re.compile(r"(?m)^第[一二三四五六七八九十百]{1,5}条")
SELF = re.compile(r"本(?:法|条例|规定|办法|规程|标准)")
STATUTE_TITLE = re.compile(r"(?:法|条例|规定|规则|办法|规程)(?:\([^()]{1,12}\))?$")
REPORTED = re.compile(
    r"(?:本报|本网)?讯\(|\(?(?:记者|通讯员)[ :]?[一-鿿]{2,4}|据(?:悉|了解|介绍|报道)|会议(?:指出|强调|要求|认为|传达)|截至发稿|图为"
)
PLANNED = re.compile(
    r"(?:制定|制订)(?:本|如下|此)(?:实施|工作|行动)?(?:方案|计划|要点)|(?:方案|计划|要点|意见|通知)如下|通知如下|请(?:各|认真)[^。]{0,20}(?:贯彻|遵照|执行)"
)
OTHER_TITLES = re.compile(
    r"(?:表扬|表彰|嘉奖|任免|任命|免职|处罚)[^。\n]{0,40}(?:决定|通知|通报|公示)$|(?:简报|快报|纪要|公报|大事记|判决书|合同|协议书?|问答)(?:\([^()]{1,12}\))?$"
)
ANSWERED = re.compile(r"(?m)^问:.{4,200}\n答:")
CONTRACT = re.compile(r"甲方[^。]{0,80}乙方|乙方[^。]{0,80}甲方")
ABOUT = re.compile(
    r"安全|隐患|风险|事故|消防|火灾|应急|检查|排查|整治|整改|巡查|督查|督导|监管|治理|演练|执法|防范|防汛|危化|煤矿|方案|报送|专项|达标|污染|质量|死亡|生产|企业|调度|通报|力争|目标"
)
FEWEST_ARTICLES = 3
HEAD = 600

NEWS = "这段文字像新闻报道，不是方案，未从中读取事项"
OTHER = "这段文字不像工作方案，未从中读取事项"
STATUTE = "这段文字像法规条文，不是方案，未从中读取事项"


def not_a_plan(text: str, title: str | None, nodes: list[Node]) -> str | None:
    """Return in Chinese why nothing is to be drawn from a text, None if it may be a plan.

    A report has no numbered clauses and speaks of what people said; a statute is made of
    articles and calls itself 本法 or 本条例. Either may quote duties that are nobody's here.
    """
    if PLANNED.search(text, 0, HEAD):
        return None
    articles = len(ARTICLES.findall(text))
    top = sum(node.family == "top" for node in nodes)
    named = title or text[:HEAD].split("\n", 1)[0]
    if articles >= FEWEST_ARTICLES and articles > top:
        if SELF.search(text) and (STATUTE_TITLE.search(named.strip()) or not title):
            return STATUTE
        return None
    if OTHER_TITLES.search(named.strip()) or ANSWERED.search(text) or CONTRACT.search(text):
        return OTHER
    if len(nodes) > 1:
        return None
    return NEWS if REPORTED.search(text) else None if ABOUT.search(text) else OTHER
