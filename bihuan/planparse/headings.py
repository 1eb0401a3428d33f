"""The vocabulary of section headings: what kind of clause a heading announces."""

import re
from functools import lru_cache

# fmt: off
KINDS = (  # first match wins
    ("check",          r"(?:对象|范围)(?:及|和|与)[一-鿿]{0,6}内容"),
    ("phase",          (r"步骤|时间(?:安排|进度)|进度安排|工作进度|工作安排|实施安排|时间节点|阶段划分|日程安排|活动安排|(?:工作|完成|实施|任务)时限|推进计划$"
                       r"|推进安排|实施进度|时序安排|组织实施$|实施阶段$|^进度|方法步骤|行动安排|整治安排|实施计划$")),
    ("phase_item",     r"第[一二三四五六七八九十\d]{1,2}(?:阶段|步)|阶段(?:$|\()"),
    ("accountability", r"考核|问责|奖惩|追责|责任追究|激励|约束"),
    ("scope",          r"范围|对象|重点(?:地区|单位|区域|场所|部位|企业|行业|领域)$"),
    ("target",         r"目标"),
    ("guiding",        r"指导思想|总体要求|基本原则|总体思路|工作思路|重要意义|工作原则|基本要求"),
    ("check",          (r"(?:重点|检查|整治|督查|督导|排查|治理|主要|活动|攻坚|行动|自查|核查|整改|抽查)[一-鿿]{0,6}内容|内容$|检查重点|整治重点"
                       r"|重点内容|检查要点|检查事项|排查重点|排查事项|检查项目|检查的?重点|整顿任务|问题清单|检查清单|督导事项|治理重点")),
    ("organisation",   r"组织领导|组织机构|领导机构|领导小组|职责分工|任务分工|责任分工|组织架构|工作机构|人员组成"),
    ("publicity",      r"宣传|舆论|氛围"),
    ("tasks",          r"任务|措施|工作重点|重点工作|主要工作|整治工作|工作内容"),
    ("requirements",   r"要求|保障|纪律"),
)
# fmt: on
KIND_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in KINDS)

SECTION_WORDS = (
    "指导思想|总体要求|总体思路|基本原则|工作原则|组织机构|组织领导|领导机构|职责分工|任务分工|"
    "工作目标|总体目标|目标任务|主要目标|整治目标|行动目标|整治范围|工作范围|实施范围|项目范围|检查范围|"
    "整治对象|检查对象|适用范围|整治内容|检查内容|督导内容|应用内容|重点内容|主要内容|工作内容|排查内容|"
    "工作任务|主要任务|重点任务|整治任务|工作重点|整治重点|重点工作|时间安排|工作安排|进度安排|时间步骤|"
    "实施步骤|工作步骤|方法步骤|整治步骤|推进步骤|组织实施|工作措施|主要措施|整治措施|保障措施|工作要求|"
    "有关要求|相关要求|具体要求|检查要求|实地督导|检查方式|工作方式|督导方式|奖惩措施|考核奖惩|其他事项|"
    "总体安排|工作进度|检查时间|整治时间|时间节点|检查方法|工作分工|责任分工|工作机制|附则"
)
SECTION_WORD = re.compile(rf"(?:[一-鿿]{{0,4}}?)(?:{SECTION_WORDS})")


@lru_cache(maxsize=1024)
def kind_of(heading: str) -> str | None:
    """Return what a heading announces, None if it says nothing about its clause."""
    bare = re.sub(r"\([^)]{0,40}\)", "", heading).strip(" 。:;,")
    for kind, pattern in KIND_PATTERNS:
        if pattern.search(bare if kind != "phase_item" else heading):
            return kind
    return None
