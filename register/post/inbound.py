"""Letters that the systems of agencies send in: their keys, what was taken once, what was refused and is kept."""

import hashlib
from typing import Any, Final

from register.pool import Db
from register.sql import SQL

__all__ = ["inbound_refused", "keep_refused", "keys_of", "set_key", "take"]

_KEPT: Final = 2_000
"""Characters of a refused letter that are kept."""


async def set_key(db: Db, office: str, secret: str, *, by: str) -> None:
    """Give the system of an agency its key; the one before holds for another day."""
    await db.execute(SQL["set_inbound_key"], office, secret, by)


async def keys_of(db: Db, office: str) -> tuple[str, ...]:
    """The keys that hold now, the newest first; none: the agency has no system."""
    row = await db.fetchrow(SQL["inbound_key"], office)
    return tuple(one for one in (row["secret"], row["previous_secret"]) if one) if row else ()


async def take(db: Db, office: str, webhook_id: str, body: str) -> bool | None:
    """True: taken now. False: the same letter was taken before. None: that id was taken with another body."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    if await db.fetchval(SQL["take_letter"], office, webhook_id, digest) is not None:
        return True
    known = await db.fetchval(SQL["taken_before"], office, webhook_id)
    return False if known == digest else None


async def keep_refused(db: Db, office: str, webhook_id: str, reason: str, body: str) -> None:
    """What was not taken, and why, for the standing office and the operator to see."""
    digest = hashlib.sha256(body.encode()).hexdigest()
    shown = body[:_KEPT].replace("\x00", "\ufffd")
    await db.execute(SQL["keep_letter"], office[:60], webhook_id[:200], reason, digest, shown)


async def inbound_refused(
    db: Db, *, limit: int = 100, with_repeated: bool = False
) -> list[dict[str, Any]]:
    """The newest letters that were refused; also those that had been taken before and were only answered again."""
    return [dict(row) for row in await db.fetch(SQL["inbound_refused"], limit, with_repeated)]
