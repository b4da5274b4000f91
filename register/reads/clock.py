"""The business time of the register as a whole."""

from datetime import datetime

from register.pool import Db
from register.sql import SQL

__all__ = ["business_latest", "set_virtual_clock", "stream_latest", "virtual_clock"]

_VIRTUAL = "virtual"


async def virtual_clock(db: Db) -> bool:
    """Whether conclusions here may have a clock of their own: the demo and tests, nothing else."""
    return bool(await db.fetchval(SQL["clock"]) == _VIRTUAL)


async def set_virtual_clock(db: Db) -> None:
    """Called once on the new register of a demo or a test."""
    await db.execute(SQL["set_clock_virtual"])


async def business_latest(db: Db) -> datetime | None:
    """The newest business instant that the log knows; None while it is empty."""
    latest: datetime | None = await db.fetchval(SQL["business_latest"])
    return latest


async def stream_latest(db: Db, stream: str) -> datetime | None:
    """The business instant of a packet's newest event; None while it has none."""
    latest: datetime | None = await db.fetchval(SQL["stream_latest"], stream)
    return latest
