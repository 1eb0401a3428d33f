"""What paragraph styles of a Word file say about numbering and tables of contents."""

from dataclasses import dataclass, field

from lxml import etree

from bihuan.planparse.readers.numbering import DEEPEST, NumberedAs, numbered_as
from bihuan.planparse.readers.wordxml import attribute, child, children, value

_DEEPEST_CHAIN = 20


@dataclass
class Styles:
    """The style table, asked for one paragraph at a time."""

    _styles: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def read(cls, root: etree._Element | None) -> "Styles":
        """Return the styles declared by the root of ``styles.xml``."""
        found = [] if root is None else list(children(root, "style"))
        return cls({attribute(one, "styleId") or "": one for one in found})

    def place(self, properties: etree._Element | None) -> NumberedAs | None:
        """Return the list place of a paragraph, from itself or from its style and its parents."""
        list_id, level = numbered_as(properties)
        style = value(properties, "pStyle")
        for _ in range(_DEEPEST_CHAIN):
            if (list_id is not None and level is not None) or style not in self._styles:
                break
            element = self._styles[style]
            inherited_list, inherited_level = numbered_as(child(element, "pPr"))
            list_id = inherited_list if list_id is None else list_id
            level = inherited_level if level is None else level
            style = value(element, "basedOn")
        if list_id is None or list_id == "0":
            return None
        return NumberedAs(list_id, min(max(level or 0, 0), DEEPEST - 1))

    def is_contents_line(self, properties: etree._Element | None) -> bool:
        """Return whether the paragraph is a line of a generated table of contents."""
        style = self._styles.get(value(properties, "pStyle") or "")
        return (value(style, "name") or "").lower().startswith("toc ")
