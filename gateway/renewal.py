"""Credentials that change while a process runs: read again now and then, used without a restart.

Run beside the worker by worker.py and `dondoc up`. Tokens end after hours, certificates after months; whoever
renews them replaces the files, and nobody has to be told.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

import structlog
from temporalio.client import Client
from temporalio.envconfig import ClientConfig

from schemas.refusals import MalformedInput, Unreachable

Connect: TypeAlias = Callable[[], Awaitable[Client]]
"""Makes a client with what the files say now."""
Use: TypeAlias = Callable[[Client], None]
"""Hands the new client to the worker."""

LOOK_EVERY_S: Final = 15.0

log = structlog.get_logger("renewal")


def token_in(file: Path | None) -> str | None:
    """The token of a file; raises MalformedInput when it cannot be read or is empty."""
    if file is None:
        return None
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(str(error)) from error
    if not token:
        raise _unusable(f"{file} is empty")
    return token


def _unusable(problem: str) -> MalformedInput:
    return MalformedInput("setting_unusable", field="DONDOC_TEMPORAL_TOKEN_FILE", problem=problem)


class Renewal:
    """Compares what the files say with what is in use."""

    def __init__(self, client: Client, token_file: Path | None = None) -> None:
        self._client = client
        self._token_file = token_file
        self._in_use = self._said()

    def _said(self) -> tuple[Any, str | None]:
        """Certificates and token as the files say now; the certificates as bytes, not as paths."""
        config = ClientConfig.load_client_connect_config()
        return config.get("tls"), token_in(self._token_file) or config.get("api_key")

    async def look(self, connect: Connect, use: Use) -> bool:
        """Take up what has changed; whether anything had. What cannot be read stays as it was, and is logged."""
        try:
            said = self._said()
            if said == self._in_use:
                return False
            if said[0] != self._in_use[0]:
                self._client = await connect()
                use(self._client)
                log.info("certificates_renewed")
            elif said[1] is not None:
                self._client.api_key = said[1]
                log.info("token_renewed")
        except (OSError, RuntimeError, MalformedInput, Unreachable) as problem:
            log.error("credentials_not_renewed", problem=str(problem))
            return False
        self._in_use = said
        return True

    @asynccontextmanager
    async def running(
        self, connect: Connect, use: Use, every_s: float = LOOK_EVERY_S
    ) -> AsyncIterator[None]:
        """Look now and then until the block is left."""

        async def forever() -> None:
            while True:
                await asyncio.sleep(every_s)
                await self.look(connect, use)

        looking = asyncio.ensure_future(forever())
        try:
            yield
        finally:
            # Again, where the client below took the end of its caller for a failure of the call.
            while not looking.done():
                looking.cancel()
                await asyncio.wait({looking}, timeout=1)
