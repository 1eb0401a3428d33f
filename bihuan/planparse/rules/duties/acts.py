"""Verbs of recurring work, and where a duty's words end."""

import re

from bihuan.planparse.frequencies import TIMES

LONGEST = 40
HOW_OFTEN = re.compile(rf"(?:至少|不少于|不得少于|不低于)?{TIMES.pattern}(?:以上)?(?!性|抽样|供水)")
TAIL = re.compile(r"(?:的)?(?:制度|机制|要求|频次|次数)$|(?<=[一-鿿])(?:不少于|至少)$")


def without_count(action: str) -> str:
    """Return what is done without how often: a duty's count is a field of its own.

    “是否” asks of a checklist's line whether it is done, not what is done.
    """
    bare = HOW_OFTEN.sub("", action.replace("是否", ""))
    bare = TAIL.sub("", bare.replace("至少", "").strip(" ,:、"))
    bare = re.sub(r"(?<=评价|评估|检测|检查|演练|培训|排查|检验)(?:开展|进行|组织|举行)$", "", bare)
    return bare if re.search("[一-鿿]{2}", bare) else action


ACTS = re.compile(
    r"检查|排查|巡查|督查|督导|抽查|调度|通报|总结|报告|报送|培训|演练|研判|会商|会议|例会|召开|考核|考评|评估|自查|自评|维护|检测|检验|保养|监测|公布|公示|更新"
    r"|听取|研究|述职|承诺|参加|组织|开展|走访|宣讲|宣传|曝光|带队|带班|值班|巡检|点检|清理|清洗|学习|教育|核查|复查|录入|填写|上传|登记|小结|回访|分析|汇报|开办|举办|制定|约谈|盘点|试验|检修|辨识|签订|对账|抽检|暗访|夜查|交叉|排名|校验|巡护|安检|下沉|驻点|蹲点|入户|编发|清扫|检修"
)
