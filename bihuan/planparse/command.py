"""``plan parse`` and ``plan explain``: read a file, print what was found.

The one place where files meet the parser; the parser itself knows text only.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.kernel.errors import Problem
from bihuan.planparse.explain import explain
from bihuan.planparse.parse import parse_text
from bihuan.planparse.readers import ReadDocument, read_document
from bihuan.planparse.schema import PlanDraft, dump

OK, FAILED = 0, 1


def parse_bytes(data: bytes, *, name: str) -> tuple[ReadDocument, list[PlanDraft]]:
    """Return a file's text with the reader's problems, and a draft for every plan in it."""
    document = read_document(data, name=name)
    digest = hashlib.sha256(data).hexdigest()
    return document, parse_text(document.text, file=name, sha256=digest) if document.ok else []


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``plan parse FILE [--json OUT]`` or ``plan explain FILE``; return the exit code."""
    args = _arguments().parse_args(argv)
    path = Path(args.file)
    try:
        data = path.read_bytes()
    except OSError as error:
        return _fail(f"读不到文件“{path}”：{error.strerror or error}。请检查路径和权限。")
    document, drafts = parse_bytes(data, name=path.name)
    for problem in document.problems:
        _tell(problem)
    if not document.ok:
        return FAILED
    if args.action == "explain":
        return _write(explain(document.text) + "\n", None)
    if not drafts:
        return _fail("没有读出方案。请确认文件里有方案正文。")
    return _write(dump(drafts) + "\n", args.json)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bihuan plan", description="读方案文件，列出读到的内容。")
    actions = parser.add_subparsers(dest="action", required=True)
    parse = actions.add_parser("parse", help="读方案，输出 JSON（一个文件可含多份方案）")
    parse.add_argument("file", metavar="FILE", help=".txt .md .html .docx .pdf")
    parse.add_argument("--json", metavar="OUT", help="写入文件，不写到屏幕")
    told = actions.add_parser("explain", help="逐句列出读到了什么、由哪条规则读到")
    told.add_argument("file", metavar="FILE")
    return parser


def _write(text: str, out: str | None) -> int:
    if out is None:
        sys.stdout.write(text)
        return OK
    try:
        Path(out).write_text(text, "utf-8")
    except OSError as error:
        return _fail(f"写不进文件“{out}”：{error.strerror or error}。")
    return OK


def _tell(problem: Problem) -> None:
    sys.stderr.write(f"{problem.where}：{problem.message}{problem.suggestion}\n")


def _fail(message: str) -> int:
    sys.stderr.write(message + "\n")
    return FAILED
