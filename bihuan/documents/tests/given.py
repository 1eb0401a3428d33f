"""Documents to print in tests."""

from dataclasses import replace
from datetime import date

from bihuan.documents.official import (
    Column,
    Figure,
    Heading1,
    Heading2,
    OfficialDocument,
    Paragraph,
    Table,
    Text,
)

DEMAND = (
    "各村（社区）要严格落实属地监管责任，组织企业对照自查清单逐项排查，如实上报，建立台账，"
    "限期整改，由他人复查后销号，确保隐患排查治理形成闭环，坚决防止走过场。"
)
CODE = "7Q2M9XKD4TRBH6WN2F5C"
ADDRESS = f"https://bihuan.example/verify/{CODE}/"


def a_bulletin(*, rows: int = 8, **changes: object) -> OfficialDocument:
    """Return a bulletin of three pages, not yet issued unless ``changes`` say so."""
    columns = (
        Column("序号", "center", 0.6),
        Column("村（社区）", weight=1.6),
        Column("应自查（家）", "right"),
        Column("已自查（家）", "right"),
        Column("自查率", "right"),
        Column("整改率", "right"),
    )
    table = Table(
        "表1  各村（社区）自查和整改情况",
        columns,
        tuple(
            (
                str(n),
                f"示例第{n}社区",
                f"{20 + n}",
                f"{15 + n}",
                f"{80 + n / 10:.1f}%",
                f"{99 - n}%",
            )
            for n in range(1, rows + 1)
        ),
        note="注：整改率为按期整改销号的隐患数占应整改数的比例。",
    )
    bulletin = OfficialDocument(
        issuer="云溪县示例镇安全生产委员会办公室",
        header="云溪县示例镇安全生产委员会办公室文件",
        title="关于2026年三季度安全生产标准化提升行动进展情况的通报",
        addressees=("各村（社区）", "镇属各部门", "各企业"),
        body=(
            Paragraph.of("根据《示例镇2026年安全生产标准化提升工作方案》，现将进展情况通报如下。"),
            Heading1("一、总体情况"),
            Paragraph.of(
                "截至9月30日，全镇应自查企业",
                Figure("500家", "scope"),
                "，已完成自查",
                Figure("416家", "self_checks_done"),
                "，自查率",
                Figure("83.2%", "self_check_rate", strong=True),
                f"。{DEMAND}",
            ),
            Heading2("（一）自查开展情况"),
            Paragraph.of(DEMAND * 2),
            Heading2("（二）隐患整改情况"),
            Paragraph((Text("整改率较低的单位。", strong=True), Text(DEMAND))),
            table,
            Heading1("二、存在的问题"),
            Paragraph.of(DEMAND * 2),
            Heading1("三、下一步工作要求"),
            Paragraph.of(DEMAND),
        ),
        attachments=("各企业自查完成情况明细表", "逾期未整改重大隐患清单"),
        signature="云溪县示例镇安全生产委员会办公室",
        copies=("云溪县安全生产委员会办公室", "镇党委、人大、纪委"),
    )
    return replace(bulletin, **changes)  # type: ignore[arg-type] # named by the test itself


def an_issued_bulletin(**changes: object) -> OfficialDocument:
    """Return the bulletin with everything that issuing fills in."""
    issued: dict[str, object] = {
        "number": "云溪安办发〔2026〕12号",
        "issued_on": date(2026, 11, 24),
        "verify_url": ADDRESS,
        "verify_code": CODE,
        "sha": "0123456789abcdef" * 4,
    }
    rows = changes.pop("rows", 8)
    assert isinstance(rows, int)
    return a_bulletin(rows=rows, **(issued | changes))
