"""Does the register still say what its log says? Run by `dondoc verify` and at the end of every fault test."""

from register.fresh import Progress, Report, derive, differences
from register.pool import Db, connection

__all__ = ["verify"]


async def verify(pool: Db, *, progress: Progress | None = None) -> Report:
    """Check every hash chain, and compare everything derived with what plans and log give; changes nothing.

    One snapshot, so commits go on meanwhile and are left out.
    """
    async with connection(pool) as db, db.transaction(isolation="repeatable_read"):
        checked, found = await derive(db, progress)
        found += await differences(db)
    return Report(ok=not found, checked=checked, differences=found)
