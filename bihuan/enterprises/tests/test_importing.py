"""Workbooks go in row by row: good rows in, bad rows told, nothing twice, a crash costs nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from bihuan.enterprises import services
from bihuan.enterprises.models import Enterprise, EnterpriseImport
from bihuan.enterprises.services import importing
from bihuan.enterprises.states import RiskColour, Size
from bihuan.enterprises.tests.given import JUNE_1
from bihuan.enterprises.tests.test_services import CODE
from bihuan.enterprises.workbooks import rows_to_mend, template
from bihuan.jobs.services import run_job
from bihuan.jobs.states import JobState
from bihuan.kernel.errors import BadInput, NotAllowed
from bihuan.people.tests.given import TOWN_ONE, VILLAGE_ONE, Cast, the_cast

pytestmark = pytest.mark.django_db
HEAD = [
    "序号",
    "单位名称",
    "信用代码",
    "乡镇（必填）",
    "社区",
    "所属行业",
    "员工人数",
    "标签",
    "颜色",
    "规模",
]
GOOD = [1, "示例家具厂", CODE, "示例一镇", "甲社区", "轻工", 36, "粉尘涉爆、喷漆", "橙色", "规上"]
PLAIN = [2, "示例杂货店", "", "示例一镇", "", "商贸", "", "", "", ""]


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def a_workbook(*rows: Sequence[object], above: int = 0) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number + above, 0, row)
        if above:
            sheet.write(0, 0, "示例一镇企业名单")
    return target.getvalue()


def clock() -> datetime:
    return JUNE_1


def take_in(cast: Cast, *rows: Sequence[object], above: int = 0) -> EnterpriseImport:
    one = services.start_import(
        data=a_workbook(HEAD, *rows, above=above), name="名单.xlsx", by=cast.zhou, at=JUNE_1
    )
    assert one.job is not None
    job = run_job(one.job.pk, clock=clock)
    assert job.state == JobState.DONE, job.message
    one.refresh_from_db()
    return one


def test_good_rows_go_in_whatever_the_headings_are_called(cast: Cast) -> None:
    one = take_in(cast, GOOD, PLAIN, above=2)
    assert (one.added, one.problems) == (2, [])
    made = Enterprise.objects.get(credit_code=CODE)
    assert (made.area, made.size, made.risk_colour) == (VILLAGE_ONE, Size.LARGE, RiskColour.ORANGE)
    assert (made.employees, made.tags) == (36, ["粉尘涉爆", "喷涂作业"])
    assert Enterprise.objects.get(name="示例杂货店").area == TOWN_ONE


def test_bad_rows_are_told_and_given_back_to_mend(cast: Cast) -> None:
    bad = [3, "", "123", "示例二镇", "", "轻功", "三十", "粉尘涉暴", "紫", "巨"]
    one = take_in(cast, GOOD, bad)
    assert (one.added, one.bad_rows) == (1, 1)
    told = {label: message + hint for _, label, message, hint in one.problems}
    assert {number for number, *_ in one.problems} == {3}
    assert set(told) == {
        "企业名称", "乡镇（街道）", "行业领域", "从业人数", "类别标签", "风险颜色", "规模",
    }  # fmt: skip
    assert "不在您的管辖范围内" in told["乡镇（街道）"]
    with rows_to_mend(one) as file:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert sheet[0][:3] == ["原行号", "问题", "企业名称"]
    assert sheet[1][0] == 3
    assert "是否应为“粉尘涉爆”" in str(sheet[1][1])


def test_a_wrong_credit_code_is_told_with_its_row(cast: Cast) -> None:
    one = take_in(
        cast, [1, "示例厂", CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "示例一镇", "", "轻工"]
    )
    assert one.problems[0][:2] == [2, "统一社会信用代码"]
    assert Enterprise.objects.count() == 0


def test_the_mended_file_brings_nothing_in_twice(cast: Cast) -> None:
    take_in(cast, GOOD, PLAIN)
    more = [*GOOD]
    more[6] = 40
    again = take_in(cast, more, PLAIN)
    assert (again.added, again.changed, again.same) == (0, 1, 1)
    assert Enterprise.objects.get(credit_code=CODE).employees == 40


def test_an_import_goes_on_where_it_was_interrupted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    rows = [[n, f"示例店{n}", "", "示例一镇", "", "商贸"] for n in range(4)]
    one = services.start_import(
        data=a_workbook(HEAD, *rows), name="名单.xlsx", by=cast.zhou, at=JUNE_1
    )
    take = importing._take_row

    def crash_at_the_third(*args: object, **kwargs: object) -> object:
        if args[1].cells["name"] == "示例店2":  # type: ignore[attr-defined]
            raise RuntimeError("the machine lost power")
        return take(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "_take_row", crash_at_the_third)
    assert one.job is not None
    assert run_job(one.job.pk, clock=clock).state == JobState.FAILED
    assert Enterprise.objects.count() == 2
    monkeypatch.setattr(importing, "_take_row", take)
    one.job.refresh_from_db()
    one.job.state = JobState.QUEUED
    one.job.save()
    job = run_job(one.job.pk, clock=clock)
    one.refresh_from_db()
    assert (job.state, job.done, one.added, one.same) == (JobState.DONE, 4, 4, 0)
    assert Enterprise.objects.count() == 4


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "是空文件"),
        (b"name,code\n", "不是 Excel 文件"),
        (b"PK\x03\x04broken", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "设了密码"),
        (lambda: a_workbook(["甲", "乙"], ["1", "2"]), "没有找到表头"),
        (lambda: a_workbook(["企业名称", "地址"], ["示例厂", "路"]), "缺少“行业领域”列"),
        (lambda: a_workbook(HEAD), "表头下面没有内容"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_once(
    cast: Cast, data: bytes | Callable[[], bytes], words: str
) -> None:
    content = data() if callable(data) else data
    with pytest.raises(BadInput, match=words):
        services.start_import(data=content, name="名单.xlsx", by=cast.zhou, at=JUNE_1)
    assert EnterpriseImport.objects.count() == 0


def test_who_does_not_keep_dossiers_imports_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.start_import(data=a_workbook(HEAD, GOOD), name="x", by=cast.lin, at=JUNE_1)


def test_the_template_can_be_filled_in_and_uploaded(cast: Cast) -> None:
    with template(cast.zhou) as file:
        book = CalamineWorkbook.from_filelike(file)
        assert book.sheet_names == ["企业名单", "可填内容"]
        head = book.get_sheet_by_index(0).to_python()[0]
        choices = book.get_sheet_by_index(1).to_python()
    assert "示例一镇" in choices[1]
    assert "示例二镇" not in [cell for row in choices for cell in row]
    row = ["示例厂" if cell == "企业名称*" else "" for cell in head]
    row[head.index("乡镇（街道）*")] = "示例一镇"
    row[head.index("行业领域*")] = "轻工"
    one = services.start_import(data=a_workbook(head, row), name="x.xlsx", by=cast.zhou, at=JUNE_1)
    assert one.job is not None
    run_job(one.job.pk, clock=clock)
    one.refresh_from_db()
    assert one.added == 1
