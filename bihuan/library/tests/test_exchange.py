"""A plan goes out as Word, PDF and JSON, and the JSON comes back the same."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from bihuan.campaigns.exchange import load_file
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.importing import import_plan
from bihuan.campaigns.services.items import decide
from bihuan.campaigns.states import Decision
from bihuan.campaigns.tests.given import PLAN, a_draft
from bihuan.campaigns.tests.running import a_plan
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.documents.official import Heading1, Heading2
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.kernel.errors import BadInput
from bihuan.library.exporting import exchange_file, official_plan
from bihuan.people.tests.given import Cast


def content(campaign: Campaign) -> list[tuple[Any, ...]]:
    return [
        (item.kind, item.data, item.quote, item.start_char, item.end_char)
        for item in campaign.items.order_by("kind", "start_char", "end_char", "pk")
    ]


def test_what_went_out_comes_back(cast: Cast) -> None:
    plan = a_plan(cast.zhou, cast.town_one)
    data = exchange_file(plan)
    assert data == exchange_file(plan)
    (back,) = import_plan(
        data=data, name="方案.json", organisation=cast.town_two, by=cast.sun, at=JUNE_1
    )
    assert content(back) == content(plan)
    assert back.text == plan.text
    assert back.title == plan.title
    assert set(back.items.values_list("decision", flat=True)) == {Decision.PENDING}
    assert set(back.items.values_list("confidence", flat=True)) == {1.0}


def test_what_was_rejected_stays_behind_and_what_was_corrected_goes(cast: Cast) -> None:
    plan = a_draft(cast)
    kept, dropped = plan.items.filter(kind="check_item").order_by("pk")[:2]
    decide(item_id=dropped.pk, decision=Decision.REJECTED, by=cast.zhou, at=JUNE_1,
           version=dropped.version)  # fmt: skip
    decide(item_id=kept.pk, decision=Decision.CORRECTED, by=cast.zhou, at=JUNE_1,
           version=kept.version, data={**kept.data, "group": "粉尘"})  # fmt: skip
    read = json.loads(exchange_file(plan))["plans"][0]
    quotes = {one["quote"]: one for one in read["check_items"]}
    assert dropped.quote not in quotes
    assert quotes[kept.quote]["group"] == "粉尘"
    assert quotes[kept.quote]["confidence"] == 1.0
    assert len(read["clauses"]) == len(plan.draft["clauses"]) > 0
    assert read["anomalies"], "an open doubt goes along"


def test_the_command_takes_the_file_back(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "方案.json"
    file.write_bytes(exchange_file(a_plan(cast.zhou, cast.town_one)))
    call_command("plan_import", str(file), organisation="示例二镇安全办", json=True)
    (told,) = json.loads(capsys.readouterr().out)
    assert told["items"] == 14


def test_the_parsers_own_answer_comes_back_with_its_document(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, file = tmp_path / "夏季.txt", tmp_path / "读出.json"
    source.write_text(PLAN, encoding="utf-8")
    call_command("plan_parse", str(source), json=str(file))
    capsys.readouterr()
    call_command("plan_import", str(file), organisation="示例一镇安全办", json=True)
    (told,) = json.loads(capsys.readouterr().out)
    assert content(Campaign.objects.get(pk=told["id"])) == content(a_draft(cast))
    source.write_text(PLAN + "另加一句。", encoding="utf-8")
    with pytest.raises(CommandError, match="不是读出这些条目的文件"):
        call_command("plan_import", str(file), organisation="示例一镇安全办")
    source.unlink()
    with pytest.raises(CommandError, match="用 --text 指明原文件"):
        call_command("plan_import", str(file), organisation="示例一镇安全办")


def changed(data: bytes, **changes: Any) -> bytes:
    raw = json.loads(data)
    raw["plans"][0] |= changes
    return json.dumps(raw, ensure_ascii=False).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(BadInput) as no:
        load_file(data)
    return no.value.message


def test_hostile_files_are_refused_with_place_and_reason(cast: Cast) -> None:
    good = exchange_file(a_plan(cast.zhou, cast.town_one))
    assert "不是 UTF-8" in refusal(b"\xff\xfe\x00")
    assert "第 1 行第 2 列：不是合规的 JSON" in refusal(b"{")
    assert "嵌套层次过深" in refusal(b"[" * 100_000)
    assert "过大或不存在的数" in refusal(b'{"a": NaN}')
    assert "过大或不存在的数" in refusal(b'{"a": ' + b"9" * 5000 + b"}")
    assert "只有条目，没有方案原文" in refusal(b"[]")
    assert "空字符" in refusal(good.replace("示例".encode(), b"\\u0000"))
    assert "代理字符" in refusal(good.replace("示例".encode(), b"\\ud800"))
    assert "plans[1].mischief：不是约定的内容" in refusal(changed(good, mischief=1))
    assert "text：缺少这一项" in refusal(b'{"schema": "bihuan.plan-file/1", "plans": []}')
    assert "schema：不在可选的值之内" in refusal(good.replace(b"plan-file/1", b"plan-file/9"))
    raw = json.loads(good)
    target = raw["plans"][0]["targets"][0]
    assert "plans[1].targets[1].deadline：不是日期" in refusal(
        changed(good, targets=[{**target, "deadline": "2026-02-30"}])
    )
    assert "不在原文的这个位置" in refusal(changed(good, targets=[{**target, "start_char": 0}]))
    phase = raw["plans"][0]["phases"][0]
    assert "结束早于开始" in refusal(
        changed(good, phases=[{**phase, "start": "2026-06-10", "end": "2026-06-01"}])
    )
    assert "原文被改动过" in refusal(
        good.replace(b"# ", b"").replace("群众满意度".encode(), "群众滿意度".encode())
    )


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        load_file(data)


def test_the_upload_page_takes_it_and_tells_what_is_wrong(cast: Cast) -> None:
    client = signed_in(cast.sun)
    file = io.BytesIO(b"{]")
    file.name = "方案.json"
    page = client.post("/campaigns/upload/", {"file": file}).content.decode()
    assert "第 1 行第 2 列" in page


def test_a_plan_is_printed_by_the_standard(cast: Cast) -> None:
    text = (
        "示例一镇2026年夏季\n安全整治工作方案\n\n各社区、各企业：\n一、工作目标\n稳定。（一）动员部署\n"
        "召开会议。\n二、工作要求\n（一）加强领导。各单位要重视。\n\n示例一镇人民政府\n2026年6月1日\n"
    )
    (plan,) = import_plan(text=text, organisation=cast.town_one, by=cast.zhou, at=JUNE_1,
                          title="示例一镇2026年夏季安全整治工作方案", document_number="示一府发〔2026〕3号")  # fmt: skip
    document = official_plan(plan)
    assert document.addressees == ("各社区", "各企业")
    assert document.signature == (plan.issuer or "示例一镇人民政府")
    kinds = [type(block).__name__ for block in document.body]
    assert kinds == ["Heading1", "Paragraph", "Heading2", "Paragraph", "Heading1", "Paragraph"]
    assert document.body[0] == Heading1("一、工作目标")
    assert document.body[2] == Heading2("（一）动员部署")
    client = signed_in(cast.zhou)
    word = client.get(f"/library/plans/{plan.pk}/word/")
    assert word["Content-Disposition"].startswith("attachment")
    lines = [one.text for one in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert "示例一镇2026年夏季安全整治工作方案" in lines
    assert "一、工作目标" in lines
    assert any("示一府发〔2026〕3号" in line for line in lines)
    assert client.get(f"/library/plans/{plan.pk}/pdf/").content.startswith(b"%PDF")
    assert client.get(f"/library/plans/{plan.pk}/json/").content == exchange_file(plan)
