"""A package proves itself, says what was done to it, and holds nobody's private matters."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from bihuan.archives import proving
from bihuan.archives.models import Archive
from bihuan.archives.privacy import is_personal, masked
from bihuan.archives.proving import SEALS, TRAIL, prove
from bihuan.archives.services.archiving import start_archive
from bihuan.archives.tests.given import JULY_2, an_archive, an_issued_summary, finished
from bihuan.archives.zipping import MANIFEST, write_package
from bihuan.campaigns.tests.test_upload_pages import signed_in
from bihuan.hazards.services import grade_hazard
from bihuan.hazards.states import HazardLevel
from bihuan.jobs.services import run_job
from bihuan.kernel.errors import Refused
from bihuan.kernel.sealing import GENESIS, HASHED, canonical_json, digest, merkle_root, seal_hash
from bihuan.oversight.tests.given import World


def bytes_of(archive: Archive) -> bytes:
    with archive.file.open("rb") as stream:
        return bytes(stream.read())


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def packed(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for path, content in files.items():
            package.writestr(path, content)
    return out.getvalue()


def faults(data: bytes) -> list[str]:
    return [str(one) for one in prove(io.BytesIO(data)).faults]


def test_the_package_holds_everything_and_proves_itself(world: World) -> None:
    archive = an_archive(world)
    data = bytes_of(archive)
    report = prove(io.BytesIO(data))
    assert report.faults == []
    assert report.digest == archive.package_digest
    assert report.about["title"] == world.campaign.title
    assert report.rows > 10
    files = unpacked(data)
    assert files["方案/方案.txt"].decode() == world.campaign.text
    assert "公文/示一安办发〔2026〕1号 示例一镇轻工企业安全整治行动方案工作总结.pdf" in files
    metrics = {one["key"]: one for one in json.loads(files["数据/指标.json"])}
    assert metrics["self_check.rate"]["text"] == "40%（2/5）"
    assert len(metrics["self_check.rate"]["part_ids"]) == 2
    assert metrics["hazard.closing_rate"]["definition"].startswith("统计期内")
    assert "企业自查率".encode() in files["条目/条目.json"]
    assert json.loads(files["事项/隐患.json"])[0]["id"] == world.hazard.pk
    assert files["事项/移交.csv"].count("示例一镇安全办".encode()) == 1
    assert len(files[TRAIL].splitlines()) == report.rows


def test_the_same_data_give_the_same_bytes(world: World) -> None:
    first = an_archive(world)
    job = start_archive(campaign_id=world.campaign.pk, by=world.cast.zhao, at=JULY_2)
    done = run_job(job.pk, clock=lambda: JULY_2)
    assert "没有重复保存" in done.message
    assert Archive.objects.get() == first
    assert done.total == done.done == 6


def test_it_is_made_after_the_end_and_the_summary(world: World) -> None:
    with pytest.raises(Refused, match="结束后才能归档"):
        start_archive(campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_2)
    finished(world)
    with pytest.raises(Refused, match="还没有签发总结"):
        start_archive(campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_2)


def test_what_is_changed_removed_or_added_is_named(world: World) -> None:
    files = unpacked(bytes_of(an_archive(world)))
    path = "事项/隐患.csv"
    assert faults(packed(files)) == []
    changed = packed({**files, path: files[path][:-1] + b" "})
    assert faults(changed) == [f"{path}：内容与归档时的摘要不符，已被改动。"]
    assert faults(packed({**files, path: files[path] + b" "})) == [
        f"{path}：内容与归档时的摘要不符，已被改动。"
    ]
    removed = packed({name: data for name, data in files.items() if name != path})
    assert faults(removed) == [f"{path}：文件缺失，已被移走。"]
    assert faults(packed({**files, "事项/别的.txt": b"x"})) == [
        "事项/别的.txt：不在清单内，是后来加入的。"
    ]
    both = packed({**files, path: b"x", "数据/指标.csv": b"x"})
    assert faults(both)[0].startswith(path)
    manifest = json.loads(files[MANIFEST])
    manifest["about"]["title"] = "别的行动"
    forged = packed({**files, MANIFEST: canonical_json(manifest).encode()})
    assert faults(forged) == [f"{MANIFEST}：清单与归档摘要不符，已被改动。"]


def resealed(files: dict[str, bytes]) -> bytes:
    """Pack changed files under a fresh manifest, as a forger would."""
    out = io.BytesIO()
    own = [(name, data) for name, data in files.items() if name != MANIFEST]
    write_package(out, own, about=json.loads(files[MANIFEST])["about"])
    return out.getvalue()


def test_a_forged_trail_is_found_even_under_a_fresh_manifest(world: World) -> None:
    files = unpacked(bytes_of(an_archive(world)))
    rows = [json.loads(line) for line in files[TRAIL].splitlines()]
    open_row = next(row for row in rows if not row.get("withheld"))

    def with_row(**changes: object) -> bytes:
        told = [{**row, **changes} if row is open_row else row for row in rows]
        text = "\n".join(map(canonical_json, told)) + "\n"
        return resealed({**files, TRAIL: text.encode()})

    assert faults(with_row()) == []
    assert "内容与摘要不符" in faults(with_row(by_name="别人"))[0]
    bare = {name: "别人" if name == "by_name" else open_row[name] for name in HASHED}
    forged = faults(with_row(by_name="别人", row_hash=digest(bare)))
    assert "封存内" in forged[0]
    seals = json.loads(files[SEALS])
    seals[0]["root"] = "0" * 64
    assert "封存的摘要不符" in faults(resealed({**files, SEALS: json.dumps(seals).encode()}))[0]


def test_hostile_files_are_refused(world: World) -> None:
    assert faults(b"") == ["不是本系统的归档包，或文件已损坏。"]
    assert faults(b"PK\x03\x04" + b"\0" * 60) == ["不是本系统的归档包，或文件已损坏。"]
    assert "缺少 manifest.json" in faults(packed({"a.txt": b"a"}))[0]
    for path in ("../a", "/a", "a\\b", "a/../../b"):
        assert "不允许的路径" in faults(packed({path: b"a"}))[0], path
    assert "压缩比异常" in faults(packed({"bomb": b"\0" * 5_000_000}))[0]
    assert faults(packed({MANIFEST: b"["})) == ["不是本系统的归档包，或文件已损坏。"]
    assert faults(packed({MANIFEST: b"[" * 50_000}, compression=zipfile.ZIP_STORED)) == [
        "不是本系统的归档包，或文件已损坏。"
    ]
    assert "版本不认识" in faults(packed({MANIFEST: b"{}"}))[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("a", b"2")
    assert "出现了两次" in faults(out.getvalue())[0]
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(link, b"/etc/passwd")
    assert "链接或加密" in faults(out.getvalue())[0]
    assert "没有名称" in faults(packed({"q": b"1"}).replace(b"q", b"\0"))[0]
    for packing in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert "压缩方式不允许" in faults(packed({"a": b"a"}, compression=packing))[0]
    with mock.patch.object(proving, "MOST_FILES", 3):
        assert "超过 3 个" in faults(packed({str(one): b"" for one in range(4)}))[0]
    with mock.patch.object(proving, "MOST_BYTES", 3):
        assert "2 GB" in faults(packed({"a": b"1234"}))[0]


def a_package(trail: bytes = b"", *, about: object = None) -> dict[str, bytes]:
    """Pack a trail as anybody could, without a site."""
    out = io.BytesIO()
    write_package(out, [(TRAIL, trail), (SEALS, b"[]")], about={"title": "示例"})
    files = unpacked(out.getvalue())
    return files if about is None else with_manifest(files, about=about)


def with_manifest(package: dict[str, bytes], **changes: object) -> dict[str, bytes]:
    """Forge the manifest, its digest included."""
    told = {**json.loads(package[MANIFEST]), **changes}
    del told["package_digest"]
    told["package_digest"] = digest(told)
    return {**package, MANIFEST: canonical_json(told).encode()}


def test_nothing_large_is_held_in_memory_or_read_twice() -> None:
    files = a_package(b"[" * 3_000)
    with mock.patch.object(proving, "MOST_AT_ONCE", 2_000):
        assert "有一行过长" in faults(packed(files))[0]
        assert "目录过大" in faults(packed({"长" * 200 + str(one): b"" for one in range(9)}))[0]
        assert "“manifest.json”过大" in faults(packed({MANIFEST: b" " * 2_001}))[0]
    listed = json.loads(files[MANIFEST])["files"]
    twice = with_manifest(files, files=[*listed, listed[0]])
    assert "出现了两次" in faults(packed(twice))[0]


def test_foreign_words_do_not_steer_the_screen() -> None:
    assert faults(packed({**a_package(), "a\x1b[2J\u202e": b""})) == [
        "a�[2J�：不在清单内，是后来加入的。"
    ]
    report = prove(io.BytesIO(packed(a_package(about={"title": "甲\x1b[2J", "n": [1]}))))
    assert report.ok
    assert report.about == {"title": "甲�[2J"}
    assert faults(packed(a_package(about=["甲"]))) == ["不是本系统的归档包，或文件已损坏。"]


def test_a_row_may_hold_every_character() -> None:
    row = dict.fromkeys(HASHED, "") | {"note": "一行\u2028另一行\x85\x0c"}
    root = merkle_root([digest(row)])
    sealed = seal_hash(number=1, previous=GENESIS, root=root, count=1, sealed_at=JULY_2)
    seal = {
        "number": 1, "previous": GENESIS, "root": root, "count": 1,
        "sealed_at": JULY_2.isoformat(), "seal_hash": sealed,
    }  # fmt: skip
    told = {**row, "row_hash": digest(row), "path": [], "seal": 1}
    files = {TRAIL: f"{canonical_json(told)}\n".encode(), SEALS: canonical_json([seal]).encode()}
    out = io.BytesIO()
    write_package(out, files.items(), about={"title": "示例"})
    report = prove(io.BytesIO(out.getvalue()))
    assert (report.faults, report.rows) == ([], 1)


@given(st.data())
def test_a_broken_package_is_never_called_whole(data: st.DataObject) -> None:
    out = io.BytesIO()
    files = [("甲.txt", b"one" * 50), (TRAIL, b""), (SEALS, b"[]")]
    write_package(out, files, about={"title": "示例"})
    whole = bytearray(out.getvalue())
    assert faults(bytes(whole)) == []
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    report = prove(io.BytesIO(bytes(whole)))
    if report.ok:  # some bytes of a zip, such as a file's date, say nothing of its content
        assert unpacked(bytes(whole)) == unpacked(out.getvalue())


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("请联系13800001111。", "请联系（已隐去）。"),
        ("电话0755-12345678", "电话（已隐去）"),
        ("证件11010519491231002X", "证件（已隐去）"),
        ("编号202606010001，共1200家", "编号202606010001，共1200家"),
    ],
)
def test_numbers_of_people_are_masked(text: str, bare: str) -> None:
    assert masked(text) == bare


def test_rows_about_an_enterprises_people_are_personal() -> None:
    assert is_personal(by_enterprise=True, note="", facts="{}")
    assert is_personal(by_enterprise=False, note="", facts='{"owner":"钱"}')
    assert is_personal(by_enterprise=False, note="电话13800001111", facts="{}")
    assert not is_personal(by_enterprise=False, note="复查合格", facts='{"due_on":"2026-07-01"}')


def test_no_private_matter_enters(world: World) -> None:
    grade_hazard(
        hazard_id=world.hazard.pk, level=HazardLevel.GENERAL, by=world.cast.lin, at=JULY_2, owner="欧阳示例",
        measures="清理通道", due_on=JULY_2.date().replace(day=15),
    )  # fmt: skip
    archive = an_archive(world)
    everything = b"".join(unpacked(bytes_of(archive)).values()).decode(errors="ignore")
    assert "欧阳示例" not in everything
    report = prove(io.BytesIO(bytes_of(archive)))
    assert report.withheld >= 1
    assert report.ok


def test_the_command_proves_without_the_database(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = an_archive(world)
    file = tmp_path / "归档.zip"
    file.write_bytes(bytes_of(archive))
    call_command("archive_verify", str(file))
    assert archive.package_digest in capsys.readouterr().out
    call_command("archive_verify", str(file), json=True)
    assert json.loads(capsys.readouterr().out)["ok"] is True
    file.write_bytes(packed({**unpacked(bytes_of(archive)), "数据/指标.csv": b"x"}))
    with pytest.raises(CommandError, match=r"数据/指标\.csv：内容与归档时的摘要不符"):
        call_command("archive_verify", str(file))
    with pytest.raises(CommandError, match="读不到文件"):
        call_command("archive_verify", str(tmp_path / "没有.zip"))


@time_machine.travel(JULY_2, tick=False)
def test_by_the_pages(world: World) -> None:
    an_issued_summary(world)
    zhou = signed_in(world.cast.zhou)
    tab = f"/archives/campaigns/{world.campaign.pk}/"
    assert zhou.post(f"{tab}package/").status_code == 422
    finished(world)
    assert signed_in(world.cast.lin).post(f"{tab}package/").status_code == 403
    assert zhou.post(f"{tab}package/").status_code == 302
    job = start_archive(campaign_id=world.campaign.pk, by=world.cast.zhou, at=JULY_2)
    run_job(job.pk, clock=lambda: JULY_2)
    archive = Archive.objects.get()
    page = zhou.get(tab).content.decode()
    assert archive.package_digest in page
    answer: Any = zhou.get(f"/archives/packages/{archive.pk}/")
    data = b"".join(answer.streaming_content)
    assert data == bytes_of(archive)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert signed_in(world.cast.sun).get(f"/archives/packages/{archive.pk}/").status_code == 404

    def verified(content: bytes) -> str:
        file = io.BytesIO(content)
        file.name = "归档.zip"
        return zhou.post("/archives/verify/", {"file": file}).content.decode()

    assert "归档摘要与本系统登记的一致" in verified(data)
    files = unpacked(data)
    assert "归档包不完整" in verified(packed({**files, "数据/指标.csv": b"x"}))
    assert "本系统没有登记过这个归档摘要" in verified(resealed({**files, "另.txt": b"x"}))
    assert zhou.post("/archives/verify/", {}).status_code == 422
    assert "已归档" in zhou.get("/archives/").content.decode()
