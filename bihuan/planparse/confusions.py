"""Misread and mistyped words: what official vocabulary turns into when a character goes wrong.

Scanners confuse shapes (市→币, 入→人), typists confuse sounds, and document sites swap
whole words (安全→平安). From a list of words and a list of confusable characters every
wrong form is worked out once; a text is then searched for them in linear time.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache

# fmt: off
PAIRS = (  # right, wrong
    "遏遢", "遏竭", "题退", "市币", "入人", "审宙", "治冶", "理埋", "折拆", "拆折", "患惠", "隐稳", "检捡", "查香", "未末",
    "末未", "已己", "己已", "日曰", "干千", "千干", "撤撒", "综棕", "贯惯",
    "彻沏", "抓爪", "场埸", "厂广", "期斯", "督瞥", "责贵", "履覆", "危厄", "施旅", "管菅", "燃然",
    "毁毀", "防妨", "范犯", "落洛", "置罝", "预顶", "项顶", "巡迥", "整楚", "改攻", "送迭", "组祖", "报极", "析折",
    "部邵", "查査", "导寻", "改攺", "令今", "督瞀", "镇填", "县具", "厅斤", "局居", "制刮", "准淮", "消削", "练炼", "技枝", "训驯", "辨辩", "复夏",
)
SPLIT = {"配": "酉己", "好": "女子", "制": "告刂", "加": "力口", "和": "禾口", "的": "白勺", "防": "阝方", "程": "禾呈"}
WORDS = ["领导", "督导", "指导", "引导", "责令", "共管", "监管", "主管", "改正", "核查", "抽查", "普查", "清查", "查处", "遏制", "问题", "直辖市", "接入", "纳入", "录入", "准入", "深入", "进入", "投入", "列入", "审定", "审核", "审批", "整治", "治理", "管理", "处理", "受理", "办理", "隐患", "检查", "排查", "督查", "巡查", "未经", "期末", "已经", "自己", "干部", "贷款", "处置", "处罚", "设施", "设备", "建设", "撤销", "综合", "贯彻", "彻底", "抓好", "现场", "场所", "厂房", "工厂", "期限", "定期", "监督", "责任", "职责", "履行", "危险", "风险", "施工", "措施", "实施", "管控", "方案", "预案", "燃气", "燃烧", "防范", "预防", "规范", "示范", "落实", "设置", "配置", "预警", "事项", "专项", "巡检", "整改", "改造", "报送", "上报", "通报", "组织", "分析", "部门", "部署", "各镇", "乡镇", "全县", "县局", "厅局", "制定", "制度", "标准", "准备", "消防", "消除", "演练", "训练", "技术", "技能", "培训", "辨识", "复查", "配合", "配备", "配套", "配齐", "抢险", "保险", "信息化", "处室"]
# Wrong forms that are good Chinese by themselves are never reported …
NEVER = frozenset(["进人", "深人", "列人", "投人", "期未", "县居", "厅居", "规犯", "示犯", "削除", "上极", "各填", "乡填", "具局", "斤局", "淮入", "分折", "夏查", "顶案"])
# … and others are not where they are part of one of these.
WITHIN = frozenset(["天然气", "自然气", "突然气", "标准人", "批准人", "核准人", "记录人", "目录人", "登录人", "缴纳人", "容纳人", "连接人", "衔接人", "焊接人", "接人待", "直接人", "迎接人", "对接人", "承接人", "间接人", "交接人", "问退役", "问退伍", "问退休", "慰问退", "防犯罪", "屋顶防", "楼顶防", "墙顶防", "千部手", "周末经", "期末经", "岁末经", "年末经", "月末经", "季末经"])
PHRASES = {  # whole words that document sites swap, with enough context to be sure
    "平安生产": "安全生产", "平安隐患": "安全隐患", "平安专项": "安全专项", "平安风险": "安全风险", "消防平安": "消防安全",
    "平安管理人员": "安全管理人员", "财产平安": "财产安全", "平安监管": "安全监管", "平安大检查": "安全大检查", "平安素质": "安全素质",
    "平安事故": "安全事故", "食品平安": "食品安全", "平安检查": "安全检查", "平安培训": "安全培训", "交通平安": "交通安全", "平安责任": "安全责任",
    "根本情况": "基本情况", "根本掌握": "基本掌握", "原那么": "原则", "否那么": "否则", "规那么": "规则",
    "催促企业": "督促企业", "催促指导": "督促指导", "严格催促": "严格督促", "率应到达": "率应达到", "力争到达": "力争达到", "要到达": "要达到",
    "隐瞒不抱": "隐瞒不报", "挂牌督辨": "挂牌督办", "即查即该": "即查即改", "责任制落实请况": "责任制落实情况", "安全第1": "安全第一",
    "按装": "安装", "布署": "部署", "座谈汇": "座谈会", "举办单位和个入": "举办单位和个人", "个入": "个人", "人民政俯": "人民政府",
    "宣传教育没,": "宣传教育,", "遗留问提": "遗留问题", "问提": "问题", "既时": "即时", "以经": "已经", "必需严格": "必须严格",
}
# fmt: on
LONGEST = 8


@cache
def wrong_forms() -> dict[str, str]:
    """Return every wrong form with the word it stands for."""
    found = dict(PHRASES)
    for word in WORDS:
        for at, char in enumerate(word):
            for pair in PAIRS:
                right, wrong = pair[0], pair[1]
                if char == right:
                    found.setdefault(word[:at] + wrong + word[at + 1 :], word)
            if char in SPLIT:
                found.setdefault(word[:at] + SPLIT[char] + word[at + 1 :], word)
    words = set(WORDS)
    return {form: word for form, word in found.items() if form not in words and form not in NEVER}


@cache
def _by_sign() -> dict[str, list[str]]:
    """Return the wrong forms by the rarest of their characters in official prose: its sign."""
    usual = Counter("".join(wrong_forms()) + "".join(WORDS) * 3)
    signs: dict[str, list[str]] = {}
    for form in wrong_forms():
        signs.setdefault(min(form, key=lambda char: usual[char]), []).append(form)
    return signs


def misread(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield place, wrong form and likely word for everything that looks misread."""
    signs = _by_sign()
    longest: dict[int, str] = {}
    for sign in signs.keys() & set(text):
        for form in signs[sign]:
            at = text.find(form)
            while at >= 0:
                longest[at] = max(longest.get(at, ""), form, key=len)
                at = text.find(form, at + 1)
    for at in sorted(longest):
        form = longest[at]
        around = (text[max(0, at - 1) : at + len(form)], text[at : at + len(form) + 1])
        if not any(near in WITHIN for near in around):
            yield at, form, wrong_forms()[form]
