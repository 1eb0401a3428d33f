"""Text of a Word file: paragraphs and tables in document order, numbering written out."""

from dataclasses import dataclass

from lxml import etree

from bihuan.kernel.errors import Problem
from bihuan.planparse.readers.archive import OfficeArchive
from bihuan.planparse.readers.document import give_up
from bihuan.planparse.readers.numbering import Lists
from bihuan.planparse.readers.styles import Styles
from bihuan.planparse.readers.wordxml import attribute, child, children, is_on, local, number, value
from bihuan.planparse.tables import BESIDE, MERGED

_PACKAGE_RELATIONS = "_rels/.rels"
_SKIPPED = {"del", "moveFrom", "Fallback", "pPr", "instrText", "delText", "rt", "footnoteReference"}
_AS_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MOST_NESTED = 40
_MOST_COLUMNS = 60


def read_docx(data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a .docx or .docm; macros, headers and footers are left alone.

    A table row is one line, its cells apart by a tab, with an invisible mark in cells that a
    merged one covers; text boxes follow the paragraph that
    anchors them; deleted text of tracked changes is left out, inserted text is read.

    Raises:
        Unreadable: the container is broken, protected or built to exhaust the machine.
    """
    archive = OfficeArchive(data)
    main = _main_part(archive)
    folder = main.rpartition("/")[0]
    styles = Styles.read(_optional(archive, f"{folder}/styles.xml"))
    lists = Lists.read(_optional(archive, f"{folder}/numbering.xml"))
    body = child(archive.xml(main), "body")
    if body is None:
        give_up("Word 文档里没有正文。", "请用 Word 或 WPS 打开确认，另存一份 .docx 后重新上传。")
    return "\n".join(_Body(styles, lists).lines(body)), []


def _main_part(archive: OfficeArchive) -> str:
    if archive.has(_PACKAGE_RELATIONS):
        for relation in archive.xml(_PACKAGE_RELATIONS):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                target = (attribute(relation, "Target") or "").lstrip("/")
                if archive.has(target):
                    return target
    return "word/document.xml"


def _optional(archive: OfficeArchive, part: str) -> etree._Element | None:
    return archive.xml(part) if archive.has(part) else None


@dataclass
class _Body:
    styles: Styles
    lists: Lists

    def lines(self, container: etree._Element, *, depth: int = 0) -> list[str]:
        """Return the lines of everything that stands as a block in ``container``."""
        if depth > _MOST_NESTED:
            return []
        found: list[str] = []
        for block in container:
            name = local(block)
            if name == "p":
                found += self._paragraph(block, depth=depth)
            elif name == "tbl":
                found += self._table(block, depth=depth)
            elif name == "sdt" and not _is_contents(block):
                content = child(block, "sdtContent")
                found += [] if content is None else self.lines(content, depth=depth + 1)
            elif name in {"ins", "moveTo", "customXml", "smartTag"}:
                found += self.lines(block, depth=depth + 1)
        return found

    def _paragraph(self, paragraph: etree._Element, *, depth: int) -> list[str]:
        properties = child(paragraph, "pPr")
        if self.styles.is_contents_line(properties):
            return []
        place = self.styles.place(properties)
        label = self.lists.next_label(place) if place else ""
        text, boxes = _text_and_boxes(paragraph)
        found = (label + text).split("\n") if text.strip() else [""]
        for box in boxes:
            found += self.lines(box, depth=depth + 1)
        return found

    def _table(self, table: etree._Element, *, depth: int) -> list[str]:
        rows = [
            [content for cell in _cells(row) for content in _spread(cell)]
            for row in _through_wrappers(table, "tr")
        ]
        if all(len(row) <= 1 for row in rows):  # a frame around running text, not a table
            return [line for row in rows for cell in row for line in self._flow(cell, depth)]
        return ["\t".join(self._one_line(cell, depth) for cell in row) for row in rows]

    def _flow(self, cell: etree._Element | str, depth: int) -> list[str]:
        return [] if isinstance(cell, str) else self.lines(cell, depth=depth + 1)

    def _one_line(self, cell: etree._Element | str, depth: int) -> str:
        if isinstance(cell, str):
            return cell
        lines = (line.replace("\t", " ").strip() for line in self._flow(cell, depth))
        return " ".join(line for line in lines if line)


def _cells(row: etree._Element) -> list[etree._Element]:
    return list(_through_wrappers(row, "tc"))


def _through_wrappers(parent: etree._Element, name: str) -> list[etree._Element]:
    """Return the rows of a table or the cells of a row, those in content controls too."""
    found: list[etree._Element] = []
    for one in parent:
        if local(one) == name:
            found.append(one)
        elif local(one) == "sdt":
            content = child(one, "sdtContent")
            found += [] if content is None else children(content, name)
    return found


def _spread(cell: etree._Element) -> list[etree._Element | str]:
    """Return the cell, or the mark of one that continues the one above, for each of its columns."""
    properties = child(cell, "tcPr")
    merge = child(properties, "vMerge")
    continues = merge is not None and attribute(merge, "val") != "restart"
    span = number(properties, "gridSpan") if properties is not None else None
    columns = min(span or 1, _MOST_COLUMNS)
    return [MERGED if continues else cell, *[MERGED if continues else BESIDE] * (columns - 1)]


def _is_contents(control: etree._Element) -> bool:
    part = child(child(control, "sdtPr"), "docPartObj")
    return value(part, "docPartGallery") == "Table of Contents"


def _text_and_boxes(paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
    """Return the visible text of a paragraph and the text boxes anchored in it."""
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name in _AS_TEXT:
            pieces.append("" if attribute(element, "type") == "page" else _AS_TEXT[name])
        elif name == "txbxContent":
            boxes.append(element)
        elif name == "r" and is_on(child(element, "rPr"), "vanish"):
            continue
        elif name not in _SKIPPED and name != "rPr":
            waiting.extend(reversed(element))
    return "".join(pieces), boxes
