"""Set the plan's sentences as paragraphs again, for reading on a page. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.campaigns.living import LiveSentence

HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together; a heading stands alone."""

    sentences: tuple[LiveSentence, ...]
    is_heading: bool


def paragraphs(text: str, sentences: Sequence[LiveSentence]) -> list[Paragraph]:
    """Group ``sentences`` by the line breaks of ``text`` between them."""
    groups: list[list[LiveSentence]] = []
    end = 0
    for sentence in sentences:
        apart = "\n" in text[end : sentence.start]
        alone = HEADING in (sentence.kind, groups[-1][-1].kind if groups else "")
        if not groups or apart or alone:
            groups.append([])
        groups[-1].append(sentence)
        end = sentence.end
    return [Paragraph(tuple(group), group[0].kind == HEADING) for group in groups]
