"""Lists that people keep under a name: filters, columns and density, as they stand in an address.

Called by the console's list of assignments. What a view shows is read anew by whoever opens it, in their own scope.
"""

from dataclasses import dataclass
from typing import Final

from register.pool import Db
from register.sql import SQL

__all__ = ["LONGEST_NAME", "MOST_KEPT", "USUAL", "KeptView", "drop_view", "keep_view", "views_for"]

MOST_KEPT: Final = 30
"""Views of one account."""
LONGEST_NAME: Final = 60
USUAL: Final = ""
"""The name under which an account keeps the columns and density that hold where an address names none."""


@dataclass(frozen=True, slots=True)
class KeptView:
    """One kept list; shared ones are offered to everybody of their owner's office."""

    login: str
    name: str
    query: str
    is_shared: bool = False


async def views_for(db: Db, login: str, office: str) -> list[KeptView]:
    """What an account kept and what its office shares, by name."""
    return [KeptView(**row) for row in await db.fetch(SQL["views_for"], login, office)]


async def keep_view(db: Db, view: KeptView, office: str) -> bool:
    """Keep it, in place of the account's view of that name; False when the account has MOST_KEPT others."""
    shared_with = office if view.is_shared else None
    row = (view.login, view.name, view.query, shared_with, MOST_KEPT)
    return await db.fetchval(SQL["keep_view"], *row) is not None


async def drop_view(db: Db, login: str, name: str) -> bool:
    """Forget one's own view; False when there is none of that name."""
    return await db.fetchval(SQL["drop_view"], login, name) is not None
