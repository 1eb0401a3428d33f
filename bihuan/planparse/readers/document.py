"""What reading a file gives, and how large a file may be."""

from dataclasses import dataclass
from typing import Literal, NoReturn

from bihuan.kernel.errors import Problem

Kind = Literal["txt", "md", "html", "docx", "pdf"]

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 2_000_000


USE_ANOTHER_FORMAT = (
    "请上传 Word 文档（.docx）、可复制文字的 PDF 或纯文本文件（.txt），或直接粘贴文字。"
)


@dataclass(frozen=True)
class ReadDocument:
    """The text of one file, or the reason why there is none.

    ``kind`` is None when the content is no format that we read. A document that is ``ok`` may
    still carry problems, such as a page without text.
    """

    name: str
    kind: Kind | None
    text: str
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Return whether there is text to work with."""
        return bool(self.text.strip())


class Unreadable(Exception):  # noqa: N818 -- it never leaves this package
    """A file has no readable text; ``problem`` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def give_up(message: str, suggestion: str, *, where: str = "文件") -> NoReturn:
    """Stop reading this file.

    Raises:
        Unreadable: always.
    """
    raise Unreadable(Problem(where=where, message=message, suggestion=suggestion))
