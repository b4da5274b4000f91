"""Around every request: its size, where it comes from, and the headers of every answer.

Pure ASGI, so that answers stream. A strict content policy: nothing from elsewhere, no inline script or
style, so a text that slipped through as markup would still be inert.
"""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 110 * 1024 * 1024
"""An act with several files; each file has its own, smaller limit (evidence.store)."""
MOST_BYTES_OF_API: Final = 8 * 1024 * 1024
MOST_BYTES_OF_API_FILE: Final = 21 * 1024 * 1024
_API_FILES: Final = "/api/v1/evidence"
_UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class TooLarge(Exception):
    """The request's body is larger than anything we take in."""


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, unexpected: Callable[..., Awaitable[ASGIApp]]) -> None:
        self._app = app
        self._unexpected = unexpected

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        scope.setdefault("state", {})["trace"] = trace = secrets.token_hex(4)
        answer = _Dressed(send, trace, is_https=scope.get("scheme") == "https")
        is_api = scope["path"].startswith("/api/")
        if scope["method"] in _UNSAFE and not is_api and not _is_ours(headers):
            await answer.refuse(403, "cross-origin")
            return
        most = _most_of(scope["path"])
        length = headers.get("content-length", "0")
        if not is_api and (
            not length.isdigit() or int(length) > most
        ):  # the API counts: its refusals are its own
            await answer.refuse(413, "too large")
            return
        try:
            await self._app(scope, _counted(receive, most), answer)
        except TooLarge:
            await answer.refuse(413, "too large")
        except (
            Exception
        ) as failure:  # the edge: also our own faults get a page, with the headers of every answer
            if answer.has_begun:
                raise
            shown = await self._unexpected(Request(scope, receive), failure)
            await shown(scope, receive, answer)


class _Dressed:
    """Sends an answer with the headers that every answer has."""

    def __init__(self, send: Send, trace: str, *, is_https: bool) -> None:
        self._send, self._trace, self._is_https = send, trace, is_https
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            given = {name.decode("latin-1").lower() for name, _ in message["headers"]}
            ours = dict(HEADERS) | {"x-request-id": self._trace}
            if self._is_https:
                ours["strict-transport-security"] = "max-age=31536000; includeSubDomains"
            message["headers"] = [
                *message["headers"],
                *((n.encode(), v.encode()) for n, v in ours.items() if n not in given),
            ]
        await self._send(message)

    async def refuse(self, status: int, why: str) -> None:
        """A short refusal from outside the application; nothing when an answer has begun."""
        if self.has_begun:
            return
        body = json.dumps({"status": status, "detail": why, "trace_id": self._trace}).encode()
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
        ]
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _most_of(path: str) -> int:
    if path == _API_FILES:
        return MOST_BYTES_OF_API_FILE
    return MOST_BYTES_OF_API if path.startswith("/api/") else MOST_BYTES


def _is_ours(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that a page of ours sent this; programs say nothing and bring a token."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc == headers.get("host"))


def _counted(receive: Receive, most: int) -> Receive:
    """The body as it comes, up to a limit: a length that was announced wrongly, or not at all."""
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge
        return message

    return counting
