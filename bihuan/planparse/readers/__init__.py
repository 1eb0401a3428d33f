"""Readers: the bytes of an uploaded file in, its text out, with every problem said in Chinese."""

from bihuan.planparse.readers.document import (
    MAX_CHARACTERS,
    MAX_FILE_BYTES,
    Kind,
    ReadDocument,
)
from bihuan.planparse.readers.reading import read_document

__all__ = ["MAX_CHARACTERS", "MAX_FILE_BYTES", "Kind", "ReadDocument", "read_document"]
