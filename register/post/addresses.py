"""Where offices are reached outside the house: set by the operator, used by the dispatcher."""

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from register.pool import Db
from register.sql import SQL

__all__ = [
    "CHANGE_OVER",
    "Address",
    "addresses",
    "drop_address",
    "new_secret",
    "rotate_secret",
    "set_address",
]

CHANGE_OVER: Final = timedelta(days=1)
"""How long an old secret signs beside the new one."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an office is reached in one channel."""

    office: str
    channel: str
    """email or webhook"""
    address: str
    secret: str | None = None
    """Of a webhook, and only if it has none yet."""
    may_be_private: bool = False


async def set_address(db: Db, one: Address, *, by: str) -> dict[str, Any]:
    """Give an office its address in a channel; a webhook keeps the secret it has."""
    row = await db.fetchrow(
        SQL["set_address"],
        *(one.office, one.channel, one.address, one.may_be_private, one.secret, by),
    )
    return dict(row or {})


async def rotate_secret(db: Db, office: str, secret: str) -> dict[str, Any] | None:
    """A new secret for an office's webhook, the old one beside it for a day; None: it has no webhook."""
    row = await db.fetchrow(SQL["rotate_secret"], office, secret, CHANGE_OVER)
    return dict(row) if row else None


async def drop_address(db: Db, office: str, channel: str) -> None:
    """Forget an address; what waited for it becomes dead letters."""
    await db.execute(SQL["drop_address"], office, channel)


async def addresses(db: Db, office: str | None = None) -> list[dict[str, Any]]:
    """Every address, without secrets."""
    return [dict(row) for row in await db.fetch(SQL["addresses"], office)]


def new_secret() -> str:
    """A secret as Standard Webhooks has them: 32 random bytes."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
