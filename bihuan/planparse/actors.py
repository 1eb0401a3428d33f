"""Who acts and who receives: names of bodies and posts in official prose."""

import re

# fmt: off
SUFFIX = (
    "政府|管委会|办事处|街道|委员会|领导小组|工作专班|专班|小组|办公室|研究室|督查室|安委办|安委会|应急办|安监办|安办|指挥部"
    "|基层局|监管局|管理局|安监局|应急局|市局|县局|省局|区局|局|厅|委会|委(?![会员托派])|总站|站|所|中队|大队|支队|队|司|处|科室|科|股室"
    "|部门和单位|部门|成员单位|单位|生产经营单位|企业|公司|集团|工厂|车间|班组|学校|医院|机构|协会|养老院|敬老院|福利院"
    "|社区|村委会|村\\(居\\)|村居|村|镇街|街镇|镇\\(街道\\)|乡镇\\(街道\\)|乡镇|镇|乡|各地|地区|板块|片区|场|园区|开发区|景区"
    "|主要负责人|负责人|负责同志|责任人|分管领导|主要领导|班子成员|领导|厂长\\(经理\\)|厂长|经理|班长|站长|校长|院长"
    "|安全(?:生产)?管理人员|安全员|监管人员|执法人员|管理人员|从业人员|人员|专人|员工|职工|网格员|[河湖林路楼田街库片]长|督导组|检查组|工作组|专家组|[督巡]查组|攻坚组|联络员|(?<!企)业主|岗位|[厂县乡镇市科院村校局省区州]级"
    "|[一-鿿]{2}员(?![会工额名众])|干部|干事|民警|主任|书记|科长|股长|处长|部长|所长|[正副]?(?:镇|县|区|市|乡|村|局|队)长|理事长|秘书长|总监|总工程师|矿山|煤矿|项目部|安全部|生产部|工程部|保卫部|组织部|宣传部|护林员|网格长|各校|驾驶员|船长|行业(?!部门|主管)|股(?![份东权票市])|保安|护士长|店长|物业|经营者|承包商|施工方|各县|各区|各市|县\\(市、区\\)|区县|县区|县市区|(?<![举督承协主经开创查])办(?![理公法事案])"
    "|卫生院|卫生室|中心(?!组|环节|任务|城区|线|校)|中心校|水厂|电厂|污水处理厂|合作社|党支部|支部|党委|党组|纪委|工会|妇联|团委|法院|检察院|兽医|医师|医生|校医|班主任|教师|专家|大学|高校|幼儿园|平台|召集人|商户|户主|志愿者|法定代表人|实际控制人|监理|残联|科协|总部|网点|组长|部队|农户|经销商|运营商|党\\(工\\)委|镇\\(街\\)"
)
# fmt: on
CHAR = r"(?:应急|(?![每要应须将向并是])[一-鿿A-Za-z“”·]|\([一-鿿、]{1,8}\))"
BODY = rf"{CHAR}{{0,24}}?(?:{SUFFIX})"
BODIES = rf"{BODY}(?:\([^()\n]{{1,12}}\))?(?:(?:、|和|及|以及|与|,)(?:{BODY})(?:\([^()\n]{{1,12}}\))?){{0,5}}"
AFTER = (
    r"(?=要|应(?!急)|须|形成|填写|完成|必须|将|需|负责|每|于|向|对|在|按|根据|结合|依据|依照|认真|组织|开展|全面|进行|至少|不少于|参加|立即|定期"
    r"|带队|召开|成立|制定|建立|完善|落实|加强|做好|报送|上报|通过|可|不得|会同|牵头|具体|(?<=。)|\d|,|日|周|月|季|分别|以|把|到|主持|(?:巡查|检查|带班|调度)(?!人员|员|组|小组|站|中心|领导|部门|单位)|自(?=\d)|从(?=\d)|全年|共同|牵头(?!部门|单位)|是|确定|明确|安排|指定|设立|组成(?=\d)|请(?=于|在|认真|按)|汛期|非汛期|假期|节假日|春|秋|原则上)"
)
LEAD = r"(?:请|并|即|今后|原则上|要求|督促|指导|推动|引导|由|其中:?|同时,?|对于|凡|一是|二是|三是|四是|五是|一要|二要|三要|四要)?"
SUBJECT = re.compile(rf"{LEAD}(?P<actor>(?:各|全市|全县|全镇|本|有关|相关)?{BODIES}){AFTER}")
TO_WHOM = re.compile(
    r"向|(?:报送|送交|上报|抄送|汇总|提交|发送|递交|反馈|函告|报(?![告表])|送|交)(?:后)?(?:上?报)?(?:至|给|到)?|发[至到给]|交由?"
)
WHOM = re.compile(rf"(?:[一-鿿“”·、]|\([一-鿿、]{{1,6}}\)){{0,28}}(?:{SUFFIX})")
WHOM_ENDS = re.compile(
    r"[,。;:《\n]|\((?![一-鿿、]{1,6}\))|一次|一份|备案|备查|备存|汇总|审[核批定]|书面|报告|报送|上报|反馈|提交|[上本下]月|工作(?!领导|专班|小组|办公室)|进展"
)
SEATED = re.compile(r"\((?:设|简称|下称|以下)[^()]*\)$")
NAME_ONLY = re.compile(BODIES)
LONGEST = 40
# Verbs that end in a body's last character: “报局” is a body, “布局” is none.
NO_BODY = re.compile(r"(?:布局|结局|格局|全局|当局|对象|到位|全队|处处|所有|所需|所在|一处|村处)$")
TIME_LEAD = re.compile(
    r"^(?:(?:请|并|将|于|在|从|自|到)?[\d一二三四五六七八九十年月日号旬底末初上中下至前起:以之\-.]{3,24}(?:前|起|底|末|,)?,?)+"
)
NO_ACTOR = re.compile(
    r"对|将|把|在|以|经|成立|组建|组织|开展|加强|抓好|做好|落实|建立|通过|按照|根据|结合|对照|确保|实行|坚持|采取|进一步|切实|加大|定期|不定期"
)
# “项目结束后各镇” is about the towns, “全省各市” about all cities.
JUNK = re.compile(
    r"^(?:[^各、]{2,14}(?:后|时|前|期间)|我[市县区省镇]|全[省市县区](?=各))(?=各|[市县区镇乡]|有关)"
)
RESPONSIBLE = re.compile(
    r"(?:责任|牵头|负责|主办|落实|承办|实施)(?:单位|部门|科室|领导|人)(?:为)?:(?P<who>[^;。()\n:]{2,60})"
)


def actor_in(text: str) -> str | None:
    """Return the body or post a sentence begins with, if it begins with one."""
    text = text.replace(" ", "").lstrip("\n,、;。:")
    lead = TIME_LEAD.match(text)
    if lead and re.search(r"[年月日号]", lead.group()):
        text = text[lead.end() :].lstrip(",")
    match = SUBJECT.match(text)
    if not match:
        return None
    name = JUNK.sub("", SEATED.sub("", match.group("actor"))).strip("“”,、")
    if NO_ACTOR.match(name):
        return None
    return None if NO_BODY.search(name) or len(name) > LONGEST else name


def actor_of_heading(heading: str | None) -> str | None:
    """Return the body whose work follows a heading that is nothing but its name."""
    return heading if heading and NAME_ONLY.fullmatch(heading) else None


def responsible_in(text: str) -> str | None:
    """Return the first body a line like “牵头单位:县应急局;配合单位:…” names."""
    match = RESPONSIBLE.search(text)
    return match.group("who").strip(" 、,") if match else None


def recipient_in(text: str) -> str | None:
    """Return the body something is sent to, if one is named."""
    for trigger in TO_WHOM.finditer(text):
        stop = WHOM_ENDS.search(text, trigger.end())
        end = stop.start() if stop else len(text)
        match = WHOM.match(text, trigger.end(), end)
        if match and not NO_BODY.search(match.group()):
            return re.split(r"(?<=[一-鿿])[至给]", match.group())[-1].strip("、")
    return None
