"""Connections to the register. Opened once per process by its composition root; nobody else connects."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import asyncpg
import pydantic_core

__all__ = ["AWAY", "Db", "KeptConnection", "connection", "open_pool"]

if TYPE_CHECKING:  # generic in the stubs only
    Db: TypeAlias = (
        asyncpg.Pool[asyncpg.Record]
        | asyncpg.Connection[asyncpg.Record]
        | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]
    )
    _Connection: TypeAlias = asyncpg.Connection[asyncpg.Record]
else:
    Db = asyncpg.Pool | asyncpg.Connection | asyncpg.pool.PoolConnectionProxy
    _Connection = asyncpg.Connection
"""What reads take: a pool, or a connection when several reads must belong together."""

APPLICATION: Final = "dondoc"
AWAY: Final = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""How it looks when the database is away, restarts or has just become somebody's standby: the same again may pass.

Values that cannot be sent are an InterfaceError too, and a ValueError: those never pass.
"""


class KeptConnection(_Connection):
    """A connection that is handed on as it is.

    The usual reset at each release costs a round trip. Nothing here changes session settings, and
    locks and cursors live within transactions, so there is nothing to reset.
    """

    def get_reset_query(self) -> str:
        return ""


async def open_pool(url: str, *, at_most: int = 8) -> "asyncpg.Pool[asyncpg.Record]":
    """A pool on the register's database; the first connection is made at once, so a wrong URL shows here."""
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=at_most,
        connection_class=KeptConnection,
        init=_speak_json,
        server_settings={
            "application_name": APPLICATION,
            "timezone": "UTC",
            # Statements here take milliseconds: starting helpers for them, or compiling them, takes ten to a hundred.
            "max_parallel_workers_per_gather": "0",
            "jit": "off",
        },
    )


@asynccontextmanager
async def connection(db: Db) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """One connection for several statements, whatever the caller holds."""
    if isinstance(db, asyncpg.Pool):
        async with db.acquire() as one:
            yield one  # type: ignore[misc]  # a proxy with the same methods
    else:
        yield db  # type: ignore[misc]


async def _speak_json(one: "asyncpg.Connection[asyncpg.Record]") -> None:
    """`jsonb` is read and written as Python values; `json` stays the exact text, which hashes rest on."""
    await one.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=_to_jsonb,
        decoder=_from_jsonb,
        format="binary",
    )


def _to_jsonb(value: Any) -> bytes:
    return b"\x01" + pydantic_core.to_json(value).replace(b"\\u0000", b"\\ufffd")


def _from_jsonb(value: bytes) -> Any:
    return pydantic_core.from_json(value[1:])
