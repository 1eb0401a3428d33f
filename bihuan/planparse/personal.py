"""Private matters a supervision product must not collect: whose body, whose pregnancy.

Such text stays in the document; nothing is drawn from it. Checks of institutions —
licences, equipment, registers kept, procedures, sales of drugs — are no private matter.
"""

import re

# fmt: off
PERSONS = re.compile(
    r"(?=[孕在待怀育胎引人流终取病患传精分产未避查环住就慢诊尿吸服用致既阳感隔密身心婚个居生])(?:孕情|在孕|待孕|怀孕|孕妇|育龄|胎儿|引产|人流|终止妊娠手术|取宫内节育器|病历|病案|患者(?:姓名|信息|名单)|传染病人|精神(?:病|障碍)患者"
    r"|孕产妇|分娩|产检|病史|未婚先孕|避孕|查环|查孕|环孕|(?:住院|就诊|患病|慢性)病人|病人(?:的|姓名|信息)|诊疗记录|尿检|吸毒人员|服药|用药情况|致残|既往病"
    r"|(?:阳性|感染|密接|隔离)(?:人员|者)|患有?[^,。;]{1,14}(?:人员|职工|员工|驾驶员|居民|村民|群众|学生|老人)|身份证号|心理(?:测评|档案)|婚育|怀胎"
    r"|(?:个人|居民)(?:健康|生育|病史)|生育(?:情况|意愿)|人口性别比)"
)
INSTITUTIONS = re.compile(
    r"机构|诊所|企业|单位|市场|门店|药店|许可证|执业证|登记制度|管理制度|设备|B超机|台账|药品(?:销售|经营|管理|批发)|工作程序|规章制度"
)
CHECKS = re.compile(r"检查|清查|查验|查看|规范|落实|管理制度|建立|健全|调查")
# fmt: on


# A rate, or a number of people served, is of a population and of nobody in particular.
OF_MANY = re.compile(
    r"\d(?:\.\d+)?[%‰]|/10?万|性别比|率(?:控制|保持|不低于|达到?|降|为)|\d(?:万|余|多)?(?:人|名|例)"
)
PIECE = re.compile(r"[^。;!?\n]{2,}")


def is_personal(text: str) -> bool:
    """Return whether a sentence is about individual people's bodies or health."""
    if not PERSONS.search(text):
        return False
    about_others = INSTITUTIONS.search(text) and CHECKS.search(text)
    return not (about_others or OF_MANY.search(text)) or _about_records(text)


def mostly_personal(heading: str, text: str) -> bool:
    """Return whether a clause is about such things: its heading is, or half of what it says."""
    if is_personal(heading):
        return True
    if not PERSONS.search(text):
        return False
    pieces = PIECE.findall(text)
    return 2 * sum(map(is_personal, pieces)) >= len(pieces)


def _about_records(text: str) -> bool:
    """Return whether a text calls for the records of named people."""
    return bool(
        re.search(
            r"病历|病案|逐人|姓名|身份证号|诊疗记录|尿检|个人健康档案|名单|病史|逐一|全部孕情|孕情的|在孕和|登记簿及",
            text,
        )
    )
