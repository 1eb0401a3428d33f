"""A one-page PDF that stands in for a report handed in."""

from __future__ import annotations

from datetime import date

from bihuan.documents.official import OfficialDocument, Paragraph
from bihuan.documents.render_pdf import render_pdf


def report_pdf(title: str, issuer: str, day: date) -> bytes:
    """Return the report as PDF."""
    return render_pdf(
        OfficialDocument(
            issuer=issuer, header=f"{issuer}文件", title=title, addressees=("有关单位",),
            body=(Paragraph.of("本材料由演示系统生成，内容仅供演示报送环节使用。"),),
            signature=issuer, issued_on=day,
        )
    )  # fmt: skip
