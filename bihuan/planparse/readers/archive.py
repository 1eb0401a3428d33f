"""The parts of an Office file, opened so that a bomb cannot go off."""

import io
import zipfile
import zlib

from lxml import etree

from bihuan.planparse.readers.document import give_up

MAX_PARTS = 3_000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_XML_BYTES = 40 * 1024 * 1024
MAX_RATIO = 200
RATIO_COUNTS_FROM_BYTES = 10 * 1024 * 1024

_BOMB_ADVICE = "请用 Word 或 WPS 打开原文件，把正文复制到新文档中，另存为 .docx 后上传。"
_BROKEN = "Word 文档已损坏，无法读取。"
_BROKEN_ADVICE = "请用 Word 或 WPS 打开并修复，另存一份 .docx 后重新上传，或直接粘贴文字。"


class OfficeArchive:
    """A checked zip container; ``xml`` reads one part of it.

    Sizes are checked as declared before anything is unpacked, and again while unpacking.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        members = self._archive.infolist()
        if any(member.flag_bits & 0x1 for member in members):
            give_up("文件设了密码，无法读取。", "请取消密码后另存为 .docx，再上传。")
        unpacked = sum(member.file_size for member in members)
        packed = max(1, sum(member.compress_size for member in members))
        if len(members) > MAX_PARTS:
            give_up("文件内部的部件过多，疑似异常文件，已拒绝打开。", _BOMB_ADVICE)
        too_dense = unpacked > RATIO_COUNTS_FROM_BYTES and unpacked / packed > MAX_RATIO
        if unpacked > MAX_UNPACKED_BYTES or too_dense:
            give_up(
                f"文件解压后达 {unpacked / 1024 / 1024:.0f} MB，疑似压缩炸弹，已拒绝打开。",
                _BOMB_ADVICE,
            )

    def has(self, part: str) -> bool:
        """Return whether the container holds ``part``."""
        return part in self._archive.NameToInfo

    def xml(self, part: str) -> etree._Element:
        """Return the root of an XML part; no entity is expanded and nothing is fetched.

        Raises:
            Unreadable: the part is missing, broken, too large or declares a DTD.
        """
        try:
            with self._archive.open(part) as stream:
                content = stream.read(MAX_XML_BYTES + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            give_up(_BROKEN, _BROKEN_ADVICE)
        if len(content) > MAX_XML_BYTES:
            give_up("文档正文过大，已拒绝打开。", _BOMB_ADVICE)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            give_up(_BROKEN, _BROKEN_ADVICE)
        if root.getroottree().docinfo.internalDTD is not None:
            give_up("文档中含有外部实体声明，不安全，已拒绝打开。", _BOMB_ADVICE)
        return root
