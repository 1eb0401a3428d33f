"""What kind of body or post the words of a plan mean: 各镇街, 企业主要负责人, 班组, 领导小组办公室."""

import re
from enum import StrEnum


class ActorKind(StrEnum):
    """责任主体类别: who may be meant by an actor's words; the label is ``LABELS``'s."""

    GRID_WORKER = "grid_worker"
    WARDEN = "warden"
    EXPERT = "expert"
    OFFICE_HEAD = "office_head"
    INSPECTOR = "inspector"
    SAFETY_MANAGER = "safety_manager"
    TEAM = "team"
    LEADER = "leader"
    ENTERPRISE_HEAD = "enterprise_head"
    WORKER = "worker"
    OFFICE = "office"
    LEADING_GROUP = "leading_group"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    ENTERPRISE = "enterprise"
    VILLAGE = "village"
    TOWN = "town"
    GOVERNMENT = "government"
    ALL_UNITS = "all_units"


K = ActorKind
# fmt: off
LABELS = {
    K.GRID_WORKER: "网格员", K.WARDEN: "河长林长等", K.EXPERT: "专家", K.OFFICE_HEAD: "办公室负责人",
    K.INSPECTOR: "执法检查人员", K.SAFETY_MANAGER: "安全管理人员", K.TEAM: "车间班组岗位",
    K.LEADER: "领导干部", K.ENTERPRISE_HEAD: "企业负责人", K.WORKER: "从业人员",
    K.OFFICE: "办事机构", K.LEADING_GROUP: "领导机构", K.DEPARTMENT: "部门", K.INSTITUTION: "学校医院等机构",
    K.ENTERPRISE: "企业", K.VILLAGE: "村和社区", K.TOWN: "乡镇街道", K.GOVERNMENT: "政府", K.ALL_UNITS: "各单位",
}
# The first line that fits decides, so the narrow words stand before the wide ones.
WORDS: tuple[tuple[ActorKind, str], ...] = (
    (K.GRID_WORKER, r"网格"),
    (K.WARDEN, r"[河湖林路田]长(?!制)"),
    (K.EXPERT, r"专家|第三方"),
    (K.OFFICE_HEAD, r"(?:安全办|安委办|安办|应急办|安监办|专班办公室)(?:公室)?(?:副)?主任"),
    (K.INSPECTOR, r"执法|检查人员|监管人员|监管单位|监管机构|[检督巡]查组|督导组|工作组"),
    (K.SAFETY_MANAGER, r"安全(?:生产)?(?:管理|监督)(?:部门)?人员|安全员|安全总监"),
    (K.TEAM, r"班组|车间|岗位|工段|班长"),
    (K.ENTERPRISE_HEAD, r"(?:企业|公司|单位|厂|矿|门店|商铺|场所|施工|项目)[^、]{0,10}(?:负责人|法定代表人|领导|班子|经理|厂长|矿长)"),
    (K.LEADER, r"领导(?!小组|机构|组)|[镇县市区乡局]长|书记|班子|政府[^、]{0,6}负责|(?:镇|乡|街道|党委|村|社区)[^、]{0,8}负责人|带队"),
    (K.ENTERPRISE_HEAD, r"主要负责人|部门负责人|负责人$|法定代表人|实际控制人|经理|厂长|矿长|店长"),
    (K.WORKER, r"从业人员|员工|职工|工人|驾驶员|作业人员|操作人员"),
    (K.OFFICE, r"办公室|安委办|安全办|安办|应急办|安监办|专班办|(?<![举督承协主经开])办$"),
    (K.LEADING_GROUP, r"领导小组|领导组|指挥部|安委会|安全生产委员会|专班"),
    (K.DEPARTMENT, r"部门|行业主管|成员单位|责任单位|牵头单位|配合单位|镇直|[县市区省]直|派出所|公安|消防救援|科室|(?:局|厅|委|处(?<!办事处)|所|站|[大中支]队|法院|检察院|妇联|工会|纪委)$"),
    (K.INSTITUTION, r"学校|医院|幼儿园|养老|敬老院|福利院|卫生院|卫生室|景区|医疗机构|高校|各校"),
    (K.ENTERPRISE, r"企业|公司|厂|矿|经营者|经营户|商户|生产经营单位|业主|施工|建设单位|监理|物业|加油站|门店|合作社"),
    (K.VILLAGE, r"社区|村"),
    (K.TOWN, r"镇|乡|街道|板块|片区|园区|开发区"),
    (K.GOVERNMENT, r"政府|管委会|各[县市区]|各地|县区|区县|[县市区]级"),
    (K.ALL_UNITS, r"单位|机构|各方"),
)
# fmt: on
PATTERNS = tuple((kind, re.compile(words)) for kind, words in WORDS)
BETWEEN = re.compile(r"[、,，;；/]|以及|和|与|及|或")


def kind_of_actor(words: str) -> ActorKind | None:
    """Return the kind of body or post that one name means, None if it is none known."""
    return next((kind for kind, pattern in PATTERNS if pattern.search(words)), None)


def kinds_of(actor: str) -> tuple[ActorKind, ...]:
    """Return every kind an actor's words name, in their order, each once.

    “各乡镇、有关部门和企业” names three.
    """
    named = (kind_of_actor(part.strip()) for part in BETWEEN.split(actor))
    return tuple(dict.fromkeys(kind for kind in named if kind))
