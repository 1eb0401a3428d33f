"""``bihuan plan import``: import a plan document as drafts of a body."""

from __future__ import annotations

import hashlib
import json as jsonlib
from pathlib import Path, PurePath

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import now
from pydantic import ValidationError

from bihuan.campaigns.exchange import dump_file
from bihuan.campaigns.models import Campaign
from bihuan.campaigns.services.importing import import_plan
from bihuan.kernel.errors import Refused
from bihuan.people.models import Organisation
from bihuan.planparse.readers import MAX_FILE_BYTES, read_document
from bihuan.planparse.schema import Source, load


class Command(BaseCommand):
    """Open one draft per plan in the file; a document imported before gives the drafts there are."""

    help = (
        "导入方案文件（或系统导出的 .json），每份方案生成一个待核对的草稿。"
        "同一文件可重复运行，不会重复建立。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the body and the output form."""
        parser.add_argument(
            "file", metavar="FILE", type=Path, help=".txt .md .html .docx .pdf .json"
        )
        parser.add_argument(
            "--text", metavar="FILE", type=Path,
            help="plan parse --json 的结果所指的原文件；不写时找 JSON 旁边的同名文件",
        )  # fmt: skip
        parser.add_argument("--organisation", required=True, metavar="NAME", help="组织单位全称")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(
        self, *, file: Path, organisation: str, json: bool, text: Path | None, **_: object
    ) -> None:
        """Import and report."""
        data = _content(file)
        try:
            if file.suffix.lower() == ".json":
                data = with_text(data, beside=file, text=text)
            campaigns = import_plan(
                data=data, name=file.name, organisation=_body(organisation), by=None, at=now()
            )
        except Refused as no:
            raise CommandError(no.message) from no
        if json:
            told = [_told(one) for one in campaigns]
            self.stdout.write(jsonlib.dumps(told, ensure_ascii=False, indent=1))
            return
        for one in campaigns:
            self.stdout.write(
                f"{one.pk}  {one.title}（{one.items.count()} 项，{one.get_absolute_url()}）"
            )


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise CommandError(f"文件超过 {MAX_FILE_BYTES // 1024 // 1024} MB 的上限。")
        return file.read_bytes()
    except OSError as error:
        message = f"读不到文件“{file}”：{error.strerror or error}。请检查路径和权限。"
        raise CommandError(message) from error


def with_text(data: bytes, *, beside: Path, text: Path | None) -> bytes:
    """Return an exported plan; what ``plan parse --json`` printed gets the text it was read from.

    Raises:
        CommandError: the text is not where it should be, or is another one.
    """
    try:
        drafts = load(data)
    except ValidationError:
        return data  # an exported plan, or something to be refused with its place
    file = text or beside.parent / PurePath(drafts[0].source.file or "?").name if drafts else None
    if file is None or not file.is_file():
        raise CommandError(
            "这个 JSON 只有条目、没有方案原文。请用 --text 指明原文件，或把原文件放在 JSON 旁边。"
        )
    content = _content(file)
    if drafts[0].source.sha256 not in ("", hashlib.sha256(content).hexdigest()):
        raise CommandError(f"“{file.name}”不是读出这些条目的文件，请核对。")
    read = read_document(content, name=file.name).text
    own = [
        draft.model_copy(update={"source": Source(file=file.name, chars=len(read))})
        for draft in drafts
    ]
    return dump_file(read, own)


def _told(campaign: Campaign) -> dict[str, object]:
    return {
        "id": campaign.pk,
        "title": campaign.title,
        "state": campaign.state,
        "items": campaign.items.count(),
        "url": campaign.get_absolute_url(),
    }


def _body(name: str) -> Organisation:
    found = list(Organisation.objects.filter(name=name)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(f"有多个机构叫“{name}”，请先改名以便区分。")
    raise CommandError(f"没有叫“{name}”的机构，请写全称。")
