"""A summary as its page shows it: the printed blocks, with every figure linked."""

from __future__ import annotations

from bihuan.archives.drafting import Gathered
from bihuan.archives.models import Summary
from bihuan.archives.services.summaries import document_of
from bihuan.documents.official import content_of
from bihuan.oversight.pages import ShownDocument, links_of, links_to, shown_content


def drafted(gathered: Gathered) -> ShownDocument:
    """Show a draft: figures link to the records as they are now."""
    links = {one.key: (one.url, one.definition) for one in gathered.facts}
    links |= links_to(one.measure for one in gathered.taken)
    return shown_content(content_of(document_of(gathered)), links)


def frozen(summary: Summary) -> ShownDocument:
    """Show an issued summary from its snapshot; figures link to today's records of the question."""
    assert summary.issued is not None, "issued summaries carry their document"
    links = links_of(summary.figures.all())
    for key, told in summary.issued.provenance.items():
        if "url" in told:
            links[key] = (told["url"], told["definition"])
    return shown_content(summary.issued.snapshot, links)
