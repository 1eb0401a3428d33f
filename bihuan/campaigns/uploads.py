"""Upload handling that gives up on a file as soon as it is too large.

The rest of the request is still read, so the form keeps what was typed; the surplus of the file
is thrown away as it arrives and reaches neither memory nor disk.
"""

from __future__ import annotations

from typing import NoReturn

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class CappedUploadHandler(FileUploadHandler):
    """Stands before the handlers that store; skips a file once it passes ``limit`` bytes.

    ``skipped`` names the form fields whose file was given up.
    """

    def __init__(self, request: HttpRequest | None = None, *, limit: int) -> None:
        super().__init__(request)
        self.limit = limit
        self.skipped: set[str] = set()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on, or give the file up.

        Raises:
            SkipFile: the file is larger than ``limit``.
        """
        if start + len(raw_data) > self.limit:
            self._give_up()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the making of the file to the handlers that follow."""

    def _give_up(self) -> NoReturn:
        self.skipped.add(self.field_name or "")
        raise SkipFile
