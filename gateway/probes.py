"""`/live` and `/ready` of a worker, for whoever watches it: a load balancer, systemd, Kubernetes.

Served by worker.py on `DONDOC_PROBES`. A few lines of HTTP of our own: a worker carries no web framework.
The console answers under the same paths itself.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final, TypeAlias

Look: TypeAlias = Callable[[], Awaitable[Mapping[str, bool]]]
"""How the parts are now, by name."""

_PATIENCE_S: Final = 5.0
_LONGEST_LINE: Final = 2048


@asynccontextmanager
async def probed(where: str | None, look: Look) -> AsyncIterator[None]:
    """Answer on `host:port` until the block is left; nothing at all without an address."""
    if where is None:
        yield
        return
    host, _, port = where.rpartition(":")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(3 * _PATIENCE_S):
                path = await _path(reader)
                writer.write(_response(*await _answer(path, look)))
                await writer.drain()
        except (OSError, TimeoutError, ValueError):
            pass  # whoever asked has gone, or never asked
        finally:
            writer.close()

    server = await asyncio.start_server(answer, host.strip("[]"), int(port), limit=_LONGEST_LINE)
    try:
        yield
    finally:
        server.close()


async def _path(reader: asyncio.StreamReader) -> str:
    """The path of the first line; the rest of the question is read and ignored."""
    first = (await reader.readline()).decode("ascii", errors="replace").split()
    while (await reader.readline()).strip():
        pass
    return first[1].partition("?")[0] if len(first) > 1 else ""


async def _answer(path: str, look: Look) -> tuple[int, dict[str, object]]:
    if path == "/live":
        return 200, {"ok": True}
    if path != "/ready":
        return 404, {"ok": False}
    try:
        async with asyncio.timeout(_PATIENCE_S):
            parts = dict(await look())
    except TimeoutError:
        parts = {"answers_in_time": False}
    well = all(parts.values())
    return (200 if well else 503), {"ok": well, "parts": parts}


def _response(status: int, body: dict[str, object]) -> bytes:
    text = json.dumps(body).encode()
    reason = {200: "OK", 404: "Not Found", 503: "Service Unavailable"}[status]
    head = (
        f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + text
