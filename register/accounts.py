"""People who sign in: their accounts, sessions, and what they did beside the event log.

Called by the console, the API and `dondoc up`. Only hashes of passwords and session ids come here;
the clock is the database's, real also where business time is virtual.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from asyncpg import Record

from register.pool import Db
from register.sql import SQL

__all__ = [
    "Access",
    "Account",
    "OpenSession",
    "SignedIn",
    "access_entries",
    "account",
    "accounts",
    "add_account",
    "change_account",
    "has_accounts",
    "open_session",
    "password_hash_of",
    "record_access",
    "refused_of_late",
    "revoke_session",
    "revoke_sessions_of",
    "sessions_of",
    "set_password",
    "signed_in",
]

IDLE: Final = timedelta(minutes=30)
"""A session nobody uses ends after this."""
LONGEST: Final = timedelta(hours=12)
"""A session ends after this, used or not."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who acts for one office in one role."""

    login: str
    name: str
    office: str
    role: str
    must_change: bool = False
    created_at: datetime | None = None
    disabled_at: datetime | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a session that holds now."""

    login: str
    name: str
    office: str
    role: str
    must_change: bool
    opened_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser that is signed in, as its owner sees it."""

    id_hash: str
    opened_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the access log."""

    act: str
    login: str
    address: str
    subject: str = ""
    said: dict[str, Any] | None = None
    id: int = 0
    at: datetime | None = None


async def has_accounts(db: Db) -> bool:
    """Whether anybody can sign in; False on a new register."""
    return bool(await db.fetchval(SQL["count_accounts"]))


async def add_account(
    db: Db, new: Account, password_hash: str, *, must_change: bool, by: str
) -> bool:
    """A new account; False when the login is taken."""
    row = (new.login, new.name, new.office, new.role, password_hash, must_change, by)
    return await db.fetchval(SQL["add_account"], *row) is not None


async def account(db: Db, login: str) -> Account | None:
    """One account; None when there is none of that login."""
    row = await db.fetchrow(SQL["account_by_login"], login)
    return _account(row) if row else None


async def password_hash_of(db: Db, login: str) -> str | None:
    """What a password is checked against; None for an unknown or a disabled account."""
    row = await db.fetchrow(SQL["account_by_login"], login)
    return row["password_hash"] if row and row["disabled_at"] is None else None


async def accounts(db: Db) -> list[Account]:
    """All accounts, by office; disabled ones at the end."""
    return [_account(row) for row in await db.fetch(SQL["accounts"])]


async def set_password(db: Db, login: str, password_hash: str, *, must_change: bool) -> bool:
    """Another password; False when there is no such account."""
    return (await db.fetchval(SQL["set_password"], login, password_hash, must_change)) is not None


async def change_account(db: Db, changed: Account, *, disabled: bool) -> bool:
    """Another name, office or role, or disabled; False when there is no such account."""
    row = (changed.login, changed.name, changed.office, changed.role, disabled)
    return await db.fetchval(SQL["change_account"], *row) is not None


async def open_session(db: Db, id_hash: str, login: str, address: str, agent: str) -> None:
    """The account is signed in from now on, at most for LONGEST."""
    await db.execute(SQL["open_session"], id_hash, login, LONGEST, address, agent)


async def signed_in(db: Db, id_hash: str) -> SignedIn | None:
    """Who is behind a session, and that it was seen now; None when it has ended or was revoked."""
    row = await db.fetchrow(SQL["session_by_hash"], id_hash, IDLE)
    if row is None:
        return None
    said = dict(row)
    if said.pop("is_due"):
        await db.execute(SQL["touch_session"], id_hash)
    return SignedIn(**said)


async def revoke_session(db: Db, id_hash: str, login: str | None = None) -> bool:
    """End one session, of that account only if one is named; False when there was none to end."""
    return await db.fetchval(SQL["revoke_session"], id_hash, login) is not None


async def revoke_sessions_of(db: Db, login: str, *, but: str = "") -> None:
    """End every session of an account but one."""
    await db.execute(SQL["revoke_sessions_of"], login, but)


async def sessions_of(db: Db, login: str) -> list[OpenSession]:
    """Where an account is signed in."""
    return [OpenSession(**row) for row in await db.fetch(SQL["sessions_of"], login, IDLE)]


async def record_access(db: Db, entry: Access) -> None:
    """One more line of the access log."""
    row = (entry.act, entry.login, entry.address, entry.subject, entry.said or {})
    await db.execute(SQL["record_access"], *row)


async def refused_of_late(db: Db, login: str, address: str, within: timedelta) -> tuple[int, int]:
    """How often this login, and this address, failed to sign in within that span."""
    row = await db.fetchrow(SQL["refused_of_late"], login, address, within)
    assert row is not None  # noqa: S101 - it counts, so there is always a row
    return row["of_login"], row["of_address"]


async def access_entries(db: Db, *, before: int | None = None, at_most: int = 100) -> list[Access]:
    """The access log, newest first."""
    return [Access(**row) for row in await db.fetch(SQL["access_entries"], before, at_most)]


def _account(row: Record) -> Account:
    fields = dict(row)
    fields.pop("password_hash", None)
    return Account(**fields)
