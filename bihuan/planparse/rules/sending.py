"""Words for handing something in, shared by the rules on duties and on deliverables."""

import re

SEND = (
    r"(?<=总结|报告|材料|台账|报表|情况|清单)交(?=[一-鿿]{2,10}(?:办|局|所|科|室|中心|领导小组))|(?<=前)报(?!送)(?=[一-鿿]{2,12}(?:总结|报告|台账|统计表|小结)(?:[,。;]|$))|(?<![举申汇通预简月周日快公电海情谎瞒填上])报(?![告送备表名批审验考销价警废请])(?=[一-鿿]{1,10}(?:科|处|局|办|委|股|室|中心|厅|院|所|公司|集团|政府))|报送|上报|呈报|填报|续报|报备|抄报|抄送|报(?=至|给|送)|发送至|发送到|发送给|传真至|发至|寄至|上传至|汇总至|提交|递交|反馈(?=至|给|到)|送至|交至|报(?=[市县区镇省局州办委国乡街应安党政工][一-鿿]{1,24})"
    r"|书面报告|报告(?=工作|情况|进展|落实)"
)
SENDING = re.compile(SEND)
# 报请、报警、报名 and “上报工作” name no return.
NOT_SENDING = re.compile(
    r"报(?:请|警|名|纸|刊|废|考|道|酬|经)|(?:上报|报送|填报|提交)(?:工作(?!情况|总结|进展|进度|报告|信息|动态|小结|台账|方案|计划)|制度|程序|机制|渠道|系统|时限|要求|质量)|瞒报|谎报|不报|举报|申报|自报|公报|汇报|情报"
)
PAPER = r"报告|月报|季报|年报|周报|快报|日报|方案|计划|总结|材料|台账|台帐|清单|名单|报表|经验|信息|进展|进度|情况|统计表|汇总表|登记表|联系表|回执|意见|数据|照片|资料|表格|案例|简报|小结|名册|预案|承诺书|责任书|记录|表"


def sends(text: str) -> bool:
    """Return whether a stretch of text hands something in to somebody."""
    return any(
        not NOT_SENDING.match(text, max(0, match.start() - 1))
        and not NOT_SENDING.match(text, match.start())
        for match in SENDING.finditer(text)
    )
