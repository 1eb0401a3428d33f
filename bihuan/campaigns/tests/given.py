"""Plan texts of the test world, and drafts imported from them."""

from __future__ import annotations

from bihuan.campaigns.models import Campaign, PlanItem
from bihuan.campaigns.services.importing import import_plan
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.metrics.registry import Metric, Tally
from bihuan.people.models import User
from bihuan.people.tests.given import Cast

TITLE = "示例一镇2026年夏季安全生产专项整治工作方案"
PLAN = f"""{TITLE}

根据《示例县安全生产管理办法》要求，结合本镇实际，制定本方案。

一、工作目标
企业自查率达到100%，隐患整改率达到95%以上，执法检查面力争达到20230%。

二、整治范围
辖区内粉尘涉爆、有限空间作业和涉氨制冷企业。

三、工作步骤
（一）动员部署阶段（2026年6月1日至6月10日）。各社区召开动员会，传达本方案。
（二）自查自纠阶段（2026年6月11日至7月20日）。企业对照检查内容开展自查。
（三）集中整治阶段（2026年7月21日至9月30日）。镇安全办组织检查，督促整改。

四、检查内容
1.粉尘清扫制度是否落实，除尘系统是否正常运行；
2.有限空间作业是否先通风、再检测、后作业；
3.疏散通道、安全出口是否畅通。

五、工作要求
镇领导每月带队检查不少于3次。各社区于2026年7月25日前将自查情况汇总表报镇安全办。
"""
GROUP = """
六、组织领导
成立夏季安全生产专项整治领导小组，领导小组办公室设在示一安办，负责日常工作。
组长：
副组长：李副镇长
成员：示例甲、示例乙
办公室主任：
"""
UNDATED = """示例一镇安全生产宣传工作方案

各社区要加强领导，广泛宣传，营造氛围，确保安全形势稳定。
"""


def a_draft(cast: Cast, *, text: str = PLAN, name: str = "夏季整治.txt") -> Campaign:
    """Return the draft that the town's clerk imported from ``text``."""
    (campaign,) = import_plan(
        data=text.encode(), name=name, organisation=cast.town_one, by=cast.zhou, at=JUNE_1
    )
    return campaign


def first_of(campaign: Campaign, kind: str) -> PlanItem:
    """Return a draft's first item of a kind."""
    item = campaign.items.filter(kind=kind).first()
    assert item is not None, f"the plan has no {kind}"
    return item


def two_metrics() -> dict[str, Metric]:
    """Return a registry with two metrics, for tests that bind targets."""
    return {
        key: Metric(
            key=key, name=name, unit="%", better="higher", definition="测试用指标", basis="测试",
            part_name="分子", whole_name="分母",
            tally=lambda _where: Tally(User.objects.none(), User.objects.none()),
        )
        for key, name in (("self_check.rate", "自查率"), ("hazard.closing_rate", "隐患整改率"))
    }  # fmt: skip
