"""Bearer tokens: how they are made, what is kept of them, and the accounts of systems that hold nothing else.

Called by `dondoc tokens` and, for every call, by `console.api.bearer`.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from register import accounts
from register.accounts import Access, Account
from register.pool import Db
from register.tokens import Token, add_token
from schemas.permits import Permit
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.states import Role

NO_PASSWORD: Final = "!"  # noqa: S105 - no hash, so nothing agrees with it
"""A system signs in nowhere; only its tokens act as it."""
LOGIN: Final = re.compile(r"^[a-z0-9][a-z0-9._-]{1,39}$")
_PREFIX: Final = "dondoc"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a token acts as; office and role only matter for an account that is not there yet."""

    login: str
    office: str | None
    role: Role | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a token is for, what it carries, and for how many days."""

    purpose: str
    permits: frozenset[Permit]
    days: int


@dataclass(frozen=True, slots=True)
class Made:
    """A new token; the only moment at which its text exists."""

    token: Token
    text: str
    ends_at: datetime | None


def hash_of(text: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(text.encode()).hexdigest()


async def make(db: Db, holder: Holder, wanted: Wanted, *, by: str) -> Made:
    """A token for an account, which is made first when a system has none.

    Raises MalformedInput for a login nobody could have, UnknownTarget as a refusal when the account is
    neither there nor described, Conflict when it is another office's or role's.
    """
    await _account(db, holder, by)
    own = secrets.token_hex(4)
    text = f"{_PREFIX}_{own}_{secrets.token_urlsafe(32)}"
    token = Token(own, holder.login, wanted.purpose, sorted(wanted.permits))
    valid_for = timedelta(days=wanted.days)
    ends_at = await add_token(db, token, hash_of(text), valid_for=valid_for, by=by)
    said = {"login": holder.login, "scopes": list(token.scopes)}
    await accounts.record_access(db, Access("token_made", by, "-", own, said))
    return Made(token, text, ends_at)


async def _account(db: Db, holder: Holder, by: str) -> None:
    if not LOGIN.match(holder.login):
        raise MalformedInput("field_wrong", field="LOGIN", problem=LOGIN.pattern)
    known = await accounts.account(db, holder.login)
    if known is not None:
        if holder.office and (known.office, known.role) != (holder.office, holder.role):
            said = {"login": known.login, "office": known.office, "role": known.role}
            raise Refusal(Code.CONFLICT, "login_of_another", **said)
        return
    if holder.office is None or holder.role is None:
        raise Refusal(Code.UNKNOWN_TARGET, "no_such_account", login=holder.login)
    new = Account(holder.login, f"Hệ thống {holder.login}", holder.office, holder.role.value)
    await accounts.add_account(db, new, NO_PASSWORD, must_change=False, by=by)
    await accounts.record_access(db, Access("account_added", by, "-", holder.login))
