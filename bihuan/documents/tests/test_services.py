"""Issuing: numbers without gaps, content and files kept and provable."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from pytest_django import Settings

from bihuan.documents.codes import ALPHABET, new_code, read_code, spaced
from bihuan.documents.models import IssuedDocument, NumberSeries
from bihuan.documents.numbering import take_number
from bihuan.documents.services import compare, find_by_code, issue_document, stored_file
from bihuan.documents.tests.given import a_bulletin
from bihuan.kernel.errors import NotFound, Refused
from bihuan.people.models import Organisation
from bihuan.people.tests.given import Cast, the_cast
from bihuan.planparse.readers import read_document

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


def issue(cast: Cast, *, prefix: str = "示一安办发", at: datetime = AT, kind: str = "bulletin") -> IssuedDocument:  # fmt: skip
    return issue_document(
        organisation=cast.town_one,
        kind=kind,
        prefix=prefix,
        document=a_bulletin(),
        by=cast.zhao,
        at=at,
        provenance={"self_check_rate": {"numerator": 416, "denominator": 500}},
    )


def test_a_document_is_numbered_dated_and_kept_with_its_files(cast: Cast) -> None:
    issued = issue(cast)
    issued.refresh_from_db()
    assert issued.number == "示一安办发〔2026〕1号"
    assert (issued.issued_on, issued.area) == (date(2026, 11, 24), cast.town_one.area)
    assert issued.provenance["self_check_rate"]["numerator"] == 416
    assert issued.content_is_intact
    for kind, sha in (("docx", issued.docx_sha256), ("pdf", issued.pdf_sha256)):
        content = stored_file(issued, kind)  # type: ignore[arg-type] # both are file kinds
        assert sha256(content).hexdigest() == sha
        read = read_document(content, name="a")
        assert (read.kind, "示一安办发〔2026〕1号" in read.text) == (kind, True)
        assert spaced(issued.token) in read.text.replace(" ", "")


def test_the_date_is_the_day_in_beijing_and_decides_the_year_of_the_number(cast: Cast) -> None:
    issued = issue(cast, at=datetime(2026, 12, 31, 16, 5, tzinfo=UTC))
    assert (issued.issued_on, issued.number) == (date(2027, 1, 1), "示一安办发〔2027〕1号")


def test_numbers_follow_each_other_per_prefix_and_year_whatever_the_kind(cast: Cast) -> None:
    numbers = [
        issue(cast).number,
        issue(cast, kind="notice").number,
        issue(cast, prefix="示一安函").number,
        issue(cast, at=datetime(2027, 3, 1, tzinfo=UTC)).number,
        issue(cast).number,
    ]
    assert numbers == [
        "示一安办发〔2026〕1号",
        "示一安办发〔2026〕2号",
        "示一安函〔2026〕1号",
        "示一安办发〔2027〕1号",
        "示一安办发〔2026〕3号",
    ]


def test_a_failed_issue_gives_its_number_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(cast)
    with monkeypatch.context() as broken:
        broken.setattr("bihuan.documents.services.render_pdf", _fails)
        with pytest.raises(RuntimeError):
            issue(cast)
    assert issue(cast).series_number == 2


def test_a_callers_rollback_gives_the_number_back_too(cast: Cast) -> None:
    with transaction.atomic():
        assert issue(cast).series_number == 1
        transaction.set_rollback(True)
    assert not IssuedDocument.objects.exists()
    assert issue(cast).series_number == 1


def test_without_a_prefix_nothing_is_issued(cast: Cast) -> None:
    with pytest.raises(Refused, match="还没有设置发文机关代字"):
        issue(cast, prefix=" ")
    assert not NumberSeries.objects.exists()


def test_an_issued_document_is_neither_changed_nor_deleted(cast: Cast) -> None:
    issued = issue(cast)
    issued.title = "别的标题"
    with pytest.raises(TypeError):
        issued.save()
    with pytest.raises(TypeError):
        issued.delete()
    assert IssuedDocument.objects.get().title == a_bulletin().title


def test_a_change_in_the_database_is_noticed(cast: Cast) -> None:
    issued = issue(cast)
    IssuedDocument.objects.update(snapshot=issued.snapshot | {"title": "改过的标题"})
    issued.refresh_from_db()
    assert not issued.content_is_intact


def test_a_changed_or_lost_file_is_not_handed_out(cast: Cast) -> None:
    issued = issue(cast)
    place = issued.pdf.name
    assert place is not None
    issued.pdf.storage.delete(place)
    with pytest.raises(NotFound):
        stored_file(issued, "pdf")
    issued.pdf.storage.save(place, ContentFile(b"%PDF-1.7 forged"))
    with pytest.raises(Refused, match="存档文件与签发时不一致"):
        stored_file(issued, "pdf")
    assert stored_file(issued, "docx")


def test_the_address_is_printed_when_the_site_has_one(cast: Cast, settings: Settings) -> None:
    without = issue(cast)
    settings.SITE_URL = "https://bihuan.example"
    issued = issue(cast)
    address = f"https://bihuan.example/verify/{issued.token}/"
    for kind in ("docx", "pdf"):
        text = read_document(stored_file(issued, kind), name="a").text
        assert address in text
        assert "https" not in read_document(stored_file(without, kind), name="a").text


def test_a_file_is_compared_byte_by_byte(cast: Cast) -> None:
    issued = issue(cast)
    pdf = stored_file(issued, "pdf")
    assert compare(issued, [pdf[:1000], pdf[1000:]]) == "pdf"
    assert compare(issued, [stored_file(issued, "docx")]) == "docx"
    assert compare(issued, [pdf, b" "]) is None
    assert compare(issued, []) is None


def test_a_code_is_found_however_it_is_typed(cast: Cast) -> None:
    issued = issue(cast)
    for typed in (issued.token, issued.code, f" {issued.code.lower()} ", issued.code.replace("-", " ")):  # fmt: skip
        assert find_by_code(typed) == issued
    assert find_by_code("0" * 20) is None
    assert read_code("oIl-0") == "0110"
    assert set(new_code()) <= set(ALPHABET)


def test_numbers_stay_without_gaps_when_many_issue_at_once(transactional_db: None) -> None:
    office = the_cast().town_one

    def take(_: int) -> int:
        try:
            return take_number(organisation=office, prefix="示一安办发", year=2026).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(40)))
    assert sorted(taken) == list(range(1, 41))
    assert NumberSeries.objects.get().last_number == 40


def test_offices_count_on_their_own(cast: Cast) -> None:
    def numbers(*offices: Organisation) -> Iterator[str]:
        for office in offices:
            yield take_number(organisation=office, prefix="安办发", year=2026).text

    found = list(numbers(cast.town_one, cast.town_two, cast.town_one))
    assert found == ["安办发〔2026〕1号", "安办发〔2026〕1号", "安办发〔2026〕2号"]


def _fails(*_: object, **__: object) -> bytes:
    raise RuntimeError
