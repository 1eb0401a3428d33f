"""Texts that are no plan though they count and date like one: news, speeches, articles of law."""

import re

from bihuan.planparse.clauses import Node

ARTICLES = re.compile(r"(?m)^第[一二三四五六七八九十百]{1,5}条")
SELF = re.compile(r"本(?:法|条例|规定|办法|规程|标准)")
STATUTE_TITLE = re.compile(r"(?:法|条例|规定|规则|办法|规程)(?:\([^()]{1,12}\))?$")
REPORTED = re.compile(
    r"(?:^|\n)本[报网]讯|(?:本报|本网|时报|晚报|日报|网)[^。\n]{0,8}讯\(|讯\(|\(?(?:记者|通讯员)[ :]?[一-鿿]{2,4}|据(?:悉|了解|介绍|报道)|(?<=[\s\S])会议(?:指出|强调|要求|认为|传达)|截至发稿|图为"
    r"|(?:报告|数据|统计)显示|(?:工作报告|报告)指出|\d日(?:透露|表示|宣布|披露)|据[^。,]{0,10}(?:消息|报道|介绍|了解)|【[^】]{2,6}讯】|发布会上?(?:表示|获悉|介绍)"
    r"|会议由[^。,]{2,30}主持|最后,[^。,]{2,20}(?:指出|强调)"
    r"|检查组(?:指出|强调|一一|详细)|通过(?:此次|这次|本次)[^。,]{2,30},[^。,]{0,14}(?:强化|提升|提高|加强|排除|消除|发现)[^。,]{0,4}了"
    r"|\((?:作者|编辑|责编|来源|供稿|撰稿|摄影|通讯员)[: ]|责任?编辑?:|连日来|获悉|(?:社|网|报)[^。\n]{0,6}\d{1,2}月\d{1,2}日(?:电|消息|讯)"
)
DATELINE = re.compile(
    r"^(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚上?|凌晨)?,|^(?:近日|日前|昨日|今天|昨天),"
)
OPENS_DATED = re.compile(
    r"(?:^|,)(?:近日|日前|昨日)?,?(?:20\d\d年)?(?:近日|日前|\d{1,2}月\d{1,2}日)(?:上午|下午)?,"
)
HAPPENED = re.compile(
    r"(?:\d日|上午|下午|近日|日前)[^。]{0,30}召开|召开了|开展了|举行|赴[一-鿿]{2,12}(?:开展|督|检|调)|顺利结束|圆满|参加(?:会议|活动|检查|调研)。|先后(?:派出|组织|开展|召开)|共(?:出动|检查|排查|发现|查处)[^。]{0,20}\d"
    r"|累计(?:出动|检查|排查|发现|查处)[^。]{0,20}\d|发现[^。]{0,14}(?:隐患|问题)[^。]{0,4}\d+(?:处|条|个|项)|听取了|查看了|印发了?(?:关于|《)[^。]{4,60}》?,成立了|为[^。,]{2,20}作出了|营造了|做出了|参加了|作了[^。,]{0,6}(?:汇报|讲话|部署|安排)|汇报了|进行了|(?:追发|受理|查处|查出|查获|立案|取缔|清理拖欠)[^,。]{0,14}\d"
)
COMPARED = re.compile(r"同比|环比")
ORDERED = re.compile(
    r"(?:各|全|相关|有关)[一-鿿、]{1,16}(?:要|应|须|必须|应当)(?![求点])|不得|严禁|责令|[前内](?:完成|上?报)"
)
PLANNED = re.compile(
    r"(?:制定|制订|提出|编制)(?:本|如下|以下|此)[一-鿿]{0,14}?(?:方案|计划|要点|意见|规划|预案|制度|办法|规定|规程|细则|措施)|(?:方案|计划|要点|意见|通知)如下|通知如下|现将[^。]{0,80}(?:印发|转发|下发)给你们|现予印发|请(?:各|认真)[^。]{0,20}(?:贯彻|遵照|执行)"
)
SPOKEN_TITLE = re.compile(
    r"(?:讲话|致辞|发言|发言稿|演讲稿?|总结|小结|述职(?:述廉)?报告|情况(?:的)?(?:汇报|报告|通报|说明)|工作(?:汇报|报告)|公开信|解读|问答|答记者问|心得(?:体会)?|体会|感想|观后感|调研报告|倡议书|主持词|新闻稿|揭秘|论文|简介|招聘启事|招标公告|中标公告|成交公告|采购公告)(?:稿|材料|摘要|提纲)?(?:集锦|大全|汇编|合集|范文|精选|模板)?(?:\d{1,3}篇?)?(?:\([^()]{1,12}\))?$"
)
SPOKEN = re.compile(
    r"同志们[:,!]|各位(?:领导|来宾|代表)[^。\n]{0,10}[:,!]|(?:我|再)(?:就|讲|强调|谈)[^。\n]{0,30}(?:几|[一二三四五])(?:点|个方面)(?:意见|要求)?|刚才,[^。\n]{2,30}同志"
)
ESSAY = re.compile(r"本文(?:将|从|以|主要|就|通过|分析|探讨|旨在|结合)|摘要:[^\n]{20,}\n?关键词")
PRODUCT = re.compile(
    r"赋能|痛点|解决方案|功能模块|核心价值|AI|物联网|大数据|客户|用户体验|必由之路|浪潮|一站式|行业领先|我们的产品|智能化平台|管控平台|管理平台|云平台"
)
FEWEST_PRODUCT_WORDS = 3
OTHER_TITLES = re.compile(
    r"(?:表扬|表彰|嘉奖|任免|任命|免职|处罚)[^。\n]{0,40}(?:决定|通知|通报|公示)$|(?:简报|快报|纪要|公报|大事记|判决书|合同|协议书?|问答)(?:\([^()]{1,12}\))?$"
)
ANSWERED = re.compile(r"(?m)^问:.{4,200}\n答:")
CONTRACT = re.compile(r"甲方[^。]{0,80}乙方|乙方[^。]{0,80}甲方")
# Weaker signs: a report of a plan also says what the plan is to reach, and that is worth reading.
HINTED = re.compile(
    r"^会议(?:指出|强调|要求|认为|传达)|据[^。,]{0,10}统计|《[^》]{2,6}》(?:指出|强调|要求|提出)"
)
AIMED = re.compile(
    r"到20\d\d年|力争|目标|[规计]划提出|纲要》?提出|规划》提出|不低于|不少于|控制在|(?<!为)确保[^,。]{2,30}[\d率数]|[前内]完成|将(?:新增|完成|实现|新建|改造|达到)"
)
ABOUT = re.compile(
    r"安全|隐患|风险|事故|消防|火灾|应急|检查|排查|整治|整改|巡查|督查|督导|监管|治理|演练|执法|防范|防汛|危化|煤矿|方案|报送|专项|达标|污染|质量|死亡|生产|企业|调度|通报|力争|目标|任务|分工|阶段|实事|时限|审批|计划|突破|不低于|不少于|下降|提高到|增长|全年|到20\d\d年"
)
EVERYDAY = re.compile(
    r"气温|降水|多云|阵雨|湿度|食堂|早餐|就餐|换卡|放假|停电|停水|招聘|面试|报名费|考生|优惠|促销|包邮|菜谱|线路游|购物|热播|球队|比赛|演唱会|股价|基金净值|座位|班会|期中考试|家长会|作业本"
)
NUMBERED = frozenset(("chapter", "top", "second", "third", "bare", "article", "step"))
RUNNING = frozenset(("third", "bare"))  # families that also count things inside a sentence
FEWEST_ARTICLES = 3
HEAD, OPENING, TITLE_LINES, LONGEST_NAME = 600, 150, 6, 60

NEWS = "这段文字像新闻报道，不是方案，未从中读取事项"
SPEECH = "这段文字像讲话、总结、解读、宣传一类，不是方案，未从中读取事项"
OTHER = "这段文字不像工作方案，未从中读取事项"
STATUTE = "这段文字像法规条文，不是方案，未从中读取事项"
UNNAMED = frozenset((NEWS, SPEECH))  # what such a text names as a title is another document's


def not_a_plan(
    text: str, title: str | None, nodes: list[Node], *, written: bool = True
) -> str | None:
    """Return in Chinese why nothing is to be drawn from a text, None if it may be a plan.

    A report has no numbered clauses and speaks of what happened and what people said; a speech
    addresses its hearers; a statute is made of articles and calls itself 本法 or 本条例. All of
    them may quote duties that are nobody's here. ``written`` says whether the title stands as one
    or is only named in the text.
    """
    if ANSWERED.search(text) or _spoken(text, title if written else None):
        return SPEECH
    if PLANNED.search(text, 0, HEAD):
        return None
    articles = len(ARTICLES.findall(text))
    top = sum(node.family == "top" for node in nodes)
    named = title or text[:HEAD].split("\n", 1)[0]
    if articles >= FEWEST_ARTICLES and articles > top:
        if SELF.search(text) and (STATUTE_TITLE.search(named.strip()) or not title):
            return STATUTE
        return None
    if OTHER_TITLES.search(named.strip()) or CONTRACT.search(text):
        return OTHER
    compared = title is None and len(COMPARED.findall(text)) > 1 and not ORDERED.search(text)
    if not compared and any(
        node.family in NUMBERED and _stands_alone(text, node) for node in nodes
    ):
        return None
    hinted = compared or HINTED.search(text) is not None or _told(text)
    if REPORTED.search(text) or (hinted and not AIMED.search(text)):
        return NEWS
    return OTHER if EVERYDAY.search(text) and not ABOUT.search(text) else None


def _stands_alone(text: str, node: Node) -> bool:
    """Return whether a number orders the text and not only the words of a sentence."""
    return node.family not in RUNNING or node.start == 0 or text[node.start - 1] == "\n"


def _spoken(text: str, title: str | None) -> bool:
    """Return whether a text is a speech, a summing-up, an explanation or an essay."""
    lines = [line for line in text[:HEAD].split("\n") if line.strip()][:TITLE_LINES]
    names = [line.strip() for line in lines if len(line) <= LONGEST_NAME]
    spoken = any(
        SPOKEN_TITLE.search(name) and not re.search("[,。;]|^[\\d(附]", name) for name in names
    )
    if spoken and (
        title is None or SPOKEN_TITLE.search(title) or not any(title in name for name in names)
    ):
        return True
    if title is not None:
        return False
    if len(set(PRODUCT.findall(text, 0, HEAD))) >= FEWEST_PRODUCT_WORDS and not ORDERED.search(
        text
    ):
        return True
    return bool(SPOKEN.search(text, 0, HEAD) or ESSAY.search(text, 0, HEAD))


def _told(text: str) -> bool:
    """Return whether a text tells what was done and asks nobody to do anything."""
    done = len(HAPPENED.findall(text[: 2 * HEAD]))
    dated = bool(OPENS_DATED.search(text[:OPENING])) or any(
        DATELINE.match(line) for line in text[:HEAD].split("\n")[:TITLE_LINES]
    )
    return done > 0 and (dated or done > 1) and not ORDERED.search(text)
