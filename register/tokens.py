"""Tokens of the API: made and revoked by the operator, looked up with every call. Only their hashes are kept.

Called by the command line and by the API. The clock is the database's, as for sessions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from register.pool import Db
from register.sql import SQL

__all__ = ["Bearer", "Token", "add_token", "bearer_of", "revoke_token", "tokens"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept; the text itself is shown once and then nowhere."""

    id: str
    login: str
    name: str
    """What it is for."""
    scopes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bearer:
    """The account behind a token that came with a call."""

    id: str
    scopes: Sequence[str]
    login: str
    name: str
    office: str
    role: str
    is_revoked: bool
    """Also when the account is disabled."""
    has_ended: bool


async def add_token(
    db: Db, token: Token, token_hash: str, *, valid_for: timedelta | None, by: str
) -> datetime | None:
    """Keep a new token; when it ends, None for one without an end."""
    row = (token.id, token_hash, token.login, token.name, list(token.scopes), by, valid_for)
    ends_at: datetime | None = await db.fetchval(SQL["add_token"], *row)
    return ends_at


async def bearer_of(db: Db, token_hash: str) -> Bearer | None:
    """Whose token it is, and that it was used now; None for one that was never made."""
    row = await db.fetchrow(SQL["token_by_hash"], token_hash)
    if row is None:
        return None
    said = dict(row)
    is_touch_due = said.pop("is_touch_due")
    found = Bearer(**said)
    if is_touch_due and not (found.is_revoked or found.has_ended):
        await db.execute(SQL["touch_token"], found.id)
    return found


async def revoke_token(db: Db, token: str) -> str | None:
    """End a token at once; the account it acted as, None when there was none to end."""
    login: str | None = await db.fetchval(SQL["revoke_token"], token)
    return login


async def tokens(db: Db, login: str | None = None) -> list[dict[str, Any]]:
    """Every token with its account and what became of it, newest first; never a hash."""
    return [dict(row) for row in await db.fetch(SQL["tokens"], login)]
