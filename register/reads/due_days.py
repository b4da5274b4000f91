"""How much is due on which day, for the calendar of deadlines."""

from dataclasses import dataclass
from datetime import date

from register.pool import Db
from register.reads.scope import Scope, widened
from register.sql import SQL

__all__ = ["DueDay", "due_days"]


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which something is due; `open` of it is not done yet, `late` of that is late."""

    day: date
    due: int
    open: int
    late: int


async def due_days(db: Db, scope: Scope, first: date, last: date, as_of: date) -> list[DueDay]:
    """The days from first to last on which anything of this scope is due, in order."""
    scope = await widened(db, scope)
    if scope.whole:
        rows = await db.fetch(SQL["due_days"], first, last, as_of)
    else:
        given = (first, last, as_of, scope.office, scope.is_standing)
        rows = await db.fetch(SQL["due_days_in_scope"], *given)
    return [DueDay(*row) for row in rows]
