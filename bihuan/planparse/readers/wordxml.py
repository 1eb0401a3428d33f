"""Small words for WordprocessingML: names without their namespace, so both editions read alike."""

from collections.abc import Iterator

from lxml import etree

_OFF = {"0", "false", "off"}


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its name without namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of that name."""
    return None if element is None else next(children(element, name), None)


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of that name."""
    return (one for one in element if local(one) == name)


def value(element: etree._Element | None, name: str) -> str | None:
    """Return ``w:val`` of the child of that name."""
    return attribute(child(element, name), "val")


def number(element: etree._Element | None, name: str) -> int | None:
    """Return ``w:val`` of the child of that name as a whole number."""
    text = value(element, name)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def is_on(element: etree._Element | None, name: str) -> bool:
    """Return whether the switch of that name is set (present, and not turned off)."""
    switch = child(element, name)
    return switch is not None and (attribute(switch, "val") or "1") not in _OFF
