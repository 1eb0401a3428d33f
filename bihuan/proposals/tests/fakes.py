"""A model server of this process: it says what the test tells it, and keeps what it was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from bihuan.campaigns.states import ItemKind


@dataclass
class FakeServer:
    """What it will say next, and every request it got: path, authorization, body."""

    says: list[str] = field(default_factory=list)
    status: int = 200
    location: str = ""
    asked: list[tuple[str, str | None, dict[str, Any]]] = field(default_factory=list)
    url: str = ""


@contextmanager
def a_model_server() -> Iterator[FakeServer]:
    """Run the server on a free port of this machine."""
    fake = FakeServer()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            fake.asked.append((self.path, self.headers.get("Authorization"), body))
            said = fake.says.pop(0) if fake.says else '{"items": []}'
            answer = json.dumps({"choices": [{"message": {"content": said}}]}).encode()
            self.send_response(fake.status)
            if fake.location:
                self.send_header("Location", fake.location)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def saying(*items: tuple[str, str, dict[str, Any]]) -> str:
    """Return an answer in the form that the instructions ask for."""
    rows = [{"kind": kind, "quote": quote, "data": data} for kind, quote, data in items]
    return json.dumps({"items": rows}, ensure_ascii=False)


def a_duty(quote: str, *, count: int = 2) -> tuple[str, str, dict[str, Any]]:
    """Return a duty as a model would propose it."""
    data = {"actor": None, "action": "巡查", "count": count, "period": "month"}
    return (ItemKind.DUTY, quote, data)
