"""Serving the application inside the process that already runs, and ending with it.

Called by `dondoc up`, the demo and tests. uvicorn's own signal handlers stay off: the process has its own.
"""

import asyncio
import errno
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI

NEXT_PORTS: Final = 50
"""How many ports after the wanted one are tried."""
_GRACE_S: Final = 3
_LOOK_EVERY_S: Final = 0.01


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(
    app: FastAPI, host: str, port: int, *, proxies: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Serve until the block is left; yields the address people open.

    What *proxies* say of their callers, address and TLS, is believed; others could claim anything.
    """
    held = bound(host, port)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
        proxy_headers=True,
        forwarded_allow_ips=proxies,
        http="h11",
        ws="none",
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    server = _Server(config)
    serving = asyncio.ensure_future(server.serve([held]))
    try:
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(_LOOK_EVERY_S)
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{held.getsockname()[1]}"
    finally:
        server.should_exit = True
        if (jobs := getattr(app.state, "jobs", None)) is not None:
            await jobs.close()
        await asyncio.shield(serving)
        held.close()


def bound(host: str, port: int) -> socket.socket:
    """A socket on the wanted port, or on the next one that is free; 0 is any.

    Raises OSError when none of them is.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    candidates = [0] if port == 0 else range(port, min(port + NEXT_PORTS, 65_536))
    for candidate in candidates:
        # Named as TCP, which the default 0 means as well: only then asyncio sends without waiting for an
        # acknowledgement of what went before, and a page on a kept connection does not take 40 ms more.
        held = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((host, candidate))
            held.listen(512)
        except OSError as error:
            held.close()
            if error.errno != errno.EADDRINUSE:
                raise
        else:
            return held
    raise OSError(errno.EADDRINUSE, f"{host}:{port}–{port + NEXT_PORTS}")
