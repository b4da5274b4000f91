"""The in-app inbox of an office: everything it was ever told, newest first, and its digests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from register.pool import Db
from register.sql import SQL

__all__ = ["inbox", "inbox_digests"]


async def inbox(
    db: Db, office: str, *, limit: int = 50, before: tuple[datetime, UUID] | None = None
) -> list[dict[str, Any]]:
    """Its notices from before that one (its `at` and `id`), or the newest."""
    at, notice = before or (None, None)
    return [dict(row) for row in await db.fetch(SQL["inbox"], office, at, notice, limit)]


async def inbox_digests(db: Db, office: str, *, limit: int = 10) -> list[dict[str, Any]]:
    """Its daily digests, newest first."""
    return [dict(row) for row in await db.fetch(SQL["inbox_digests"], office, limit)]
