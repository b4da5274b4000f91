"""The read model made anew from plans and log: after a fault, a restore, or a change of what it shows."""

from typing import Final

from asyncpg import Connection, Record

from register.fresh import Progress, Report, derive, differences
from register.pool import Db, connection
from register.sql import SQL

__all__ = ["rebuild", "replace"]

_REPLACEMENTS: Final = (
    "replace_commands",
    "replace_directives",
    "replace_assignments",
    "replace_standings",
    "replace_notices",
    "replace_counters",
    "replace_lateness",
    "replace_streams",
    "replace_conclusions",
    "deliver_again",
)


async def rebuild(pool: Db, *, progress: Progress | None = None) -> Report:
    """Derive everything into fresh tables, compare row for row, and replace what is live when it differs.

    Commits wait meanwhile; workflows repeat them. Deliveries are never dropped. `ok` says that
    nothing differed; what differed is listed, and right afterwards unless the log itself is broken.
    """
    async with connection(pool) as db, db.transaction():
        await db.execute(SQL["hold_commits"])
        checked, found = await derive(db, progress)
        found += await differences(db)
        if found:
            await replace(db)
    return Report(ok=not found, checked=checked, differences=found)


async def replace(db: "Connection[Record]") -> None:
    """Put what was derived in the place of what is live, within the caller's transaction; also the last step of an import."""
    await db.execute(SQL["empty_derived"])
    for name in _REPLACEMENTS:
        await db.execute(SQL[name])
