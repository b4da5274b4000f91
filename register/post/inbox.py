"""The in-app inbox of an office: everything it was ever told, newest first, and its digests."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from register.pool import Db
from register.sql import SQL

__all__ = ["COUNTED", "inbox", "inbox_digests", "inbox_shown", "mark_read", "target_of", "unread"]

COUNTED: Final = 1_000
"""Unread notices are counted no further."""


async def inbox(
    db: Db, office: str, *, limit: int = 50, before: tuple[datetime, UUID] | None = None
) -> list[dict[str, Any]]:
    """Its notices from before that one (its `at` and `id`), or the newest."""
    at, notice = before or (None, None)
    return [dict(row) for row in await db.fetch(SQL["inbox"], office, at, notice, limit)]


async def inbox_digests(db: Db, office: str, *, limit: int = 10) -> list[dict[str, Any]]:
    """Its daily digests, newest first."""
    return [dict(row) for row in await db.fetch(SQL["inbox_digests"], office, limit)]


async def inbox_shown(
    db: Db,
    office: str,
    *,
    only_unread: bool = False,
    limit: int = 50,
    before: tuple[datetime, UUID] | None = None,
) -> list[dict[str, Any]]:
    """As `inbox`, with when and by whom each was read; or only what nobody of the office has read."""
    at, notice = before or (None, None)
    rows = await db.fetch(SQL["inbox_on_screen"], office, at, notice, limit, only_unread)
    return [dict(row) for row in rows]


async def unread(db: Db, office: str) -> int:
    """How many notices nobody of the office has read; COUNTED stands for all above."""
    return int(await db.fetchval(SQL["unread_in_inbox"], office, COUNTED))


async def mark_read(
    db: Db, office: str, *, by: str, notice: UUID | None = None, until: datetime | None = None
) -> int:
    """One notice, or all up to an instant, are read; how many were not before. Of another office: none."""
    named = [notice] if notice else []
    return len(await db.fetch(SQL["mark_read"], office, named, until, by))


async def target_of(db: Db, office: str, notice: UUID) -> str | None:
    """What a notice of that office is about; None when it has no such notice."""
    found: str | None = await db.fetchval(SQL["notice_of_office"], office, notice)
    return found
