"""Lists of assignments: one page at a time, filtered, in the order in which they press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from register.deriving.states import state_in
from register.pool import Db
from register.reads.cursors import cursor_of
from register.reads.items import item_of, schedule_in
from register.reads.wanted import ListFilters, rows_wanted
from register.sql import SQL
from schemas.states import Schedule

__all__ = [
    "ListFilters",
    "ListPage",
    "comparable",
    "coordinated_by",
    "held_by",
    "list_assignments",
    "overdue",
    "overseen_by",
]

MOST: Final = 500
"""Items on one page at most."""

_EVERYTHING: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page; `next` is what `after` of the following one is."""

    as_of: date
    items: list[dict[str, Any]]
    next: str | None


async def list_assignments(
    db: Db, filters: ListFilters, as_of: date, limit: int, after: str | None
) -> ListPage:
    """The assignments wanted, as they stand at the end of that day: overdue first, most days first.

    Raises MalformedInput when `after` is not from an earlier page.
    """
    at_most = min(max(limit, 1), MOST)
    rows = await rows_wanted(db, filters, as_of, at_most + 1, after)
    there_is_more = len(rows) > at_most
    shown = rows[:at_most]
    last = cursor_of(shown[-1]["turn"], shown[-1]["id"]) if there_is_more else None
    return ListPage(as_of, [item_of(row, as_of) for row in shown], last)


async def overdue(db: Db, as_of: date) -> list[dict[str, Any]]:
    """Everything that is overdue at the end of that day, most days first."""
    wanted = ListFilters(schedule=Schedule.OPEN_OVERDUE)
    return [item_of(row, as_of) for row in await rows_wanted(db, wanted, as_of, _EVERYTHING, None)]


async def held_by(db: Db, agencies: Sequence[str]) -> list[dict[str, Any]]:
    """The open assignments of these agencies, as they are held now: `id`, `holder`, `text`."""
    rows = await db.fetch(SQL["held_by"], list(agencies))
    return [{"id": row["id"], "holder": row["holder"], "text": row["text"]} for row in rows]


async def coordinated_by(db: Db, agencies: Sequence[str]) -> list[dict[str, Any]]:
    """The open assignments that these agencies coordinate or owe an answer to: `id`, `coordinator`, `holder`, `text`."""
    asked = set(agencies)
    found: list[dict[str, Any]] = []
    for row in await db.fetch(SQL["coordinated_by"], list(agencies)):
        state = state_in(row["state_json"])
        owing = (one.by for one in state.obligations)
        for code in dict.fromkeys((*state.coordinating, *owing)):
            if code in asked and code != state.holder:
                said = {"id": state.id, "coordinator": code, "holder": state.holder}
                found.append(said | {"text": row["text"]})
    return found


async def overseen_by(db: Db, agencies: Sequence[str]) -> list[dict[str, Any]]:
    """The open conclusions whose standing office is one of these: `id`, `standing_office`, `title`."""
    rows = await db.fetch(SQL["overseen_by"], list(agencies))
    return [
        {"id": f"kl/{row['ref']}", "standing_office": row["standing_office"], "title": row["title"]}
        for row in rows
    ]


async def comparable(db: Db, as_of: date) -> list[dict[str, Any]]:
    """Every assignment in the fields that workflows know as well."""
    return [
        {
            "id": row["id"],
            "seq": row["seq"],
            "state": row["state"],
            "declared": row["declared"],
            "verified": row["verified"],
            "schedule": schedule_in(row, as_of),
            "due_on": row["due_on"].isoformat() if row["due_on"] else None,
            "rung": row["rung"],
        }
        for row in await db.fetch(SQL["comparable"])
    ]
