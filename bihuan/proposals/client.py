"""The one request to an OpenAI-compatible server (``POST …/chat/completions``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from django.conf import settings

from bihuan.kernel.errors import Refused

LARGEST_ANSWER = 2_000_000
PATIENCE = 180  # seconds; a small machine thinks slowly


class NoRedirects(HTTPRedirectHandler):
    """Follow nobody: the key goes to the address that was set and nowhere else."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Refuse every redirect."""


class ModelUnavailable(Refused):
    """The model server cannot be reached, or says something that is no answer."""


def is_configured() -> bool:
    """Whether an administrator has set a model server."""
    return bool(settings.MODEL_URL)


def ask(body: Mapping[str, Any]) -> str:
    """Send one question and return the text of the answer.

    Raises:
        ModelUnavailable: no connection, a refusal, or no answer in the expected form.
    """
    request = Request(  # noqa: S310 - the scheme is checked where the setting is read
        f"{settings.MODEL_URL}/chat/completions",
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    if settings.MODEL_KEY:
        request.add_unredirected_header("Authorization", f"Bearer {settings.MODEL_KEY}")
    opener = build_opener(NoRedirects, ProxyHandler({}))
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            raw = answer.read(LARGEST_ANSWER + 1)
    except HTTPError as error:
        raise ModelUnavailable(f"模型服务答复 {error.code}，没有给出建议。") from None
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise ModelUnavailable(f"连不上模型服务：{reason}。方案可以照常核对。") from None
    if len(raw) > LARGEST_ANSWER:
        raise ModelUnavailable("模型服务的答复太长，没有采用。")
    try:
        said = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        said = None
    if not isinstance(said, str):
        raise ModelUnavailable("模型服务的答复不是约定的格式，没有采用。")
    return said
