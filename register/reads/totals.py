"""Totals by agency, level, session, conclusion or programme: seven groups that add up in every row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from asyncpg import Record

from register.deriving.counting import GRADUATIONS, NONE, graduation
from register.pool import Db, connection
from register.reads.remembering import remembered
from register.sql import SQL
from schemas.moments import end_of
from schemas.states import Schedule

__all__ = ["DIMENSIONS", "FORMULA", "counts_of", "in_order", "named", "stats"]

DIMENSIONS: Final = ("agency", "level", "session", "conclusion", "programme")
GROUPS: Final = tuple(group.value for group in Schedule)
COLUMNS: Final = (*GROUPS, "total", "behind")
"""What every row counts, in the order of the columns of both statements; `behind` lies across the groups."""

FORMULA: Final = f"total = {' + '.join(GROUPS)}"

_COUNTS: Final = slice(1, 1 + len(COLUMNS))


async def stats(db: Db, by: str, as_of: date, *, formula: str = FORMULA) -> dict[str, Any]:
    """How many assignments stand where at the end of that day; what was reassigned counts at its successor.

    One assignment with several programmes counts in the row of each, and once in the total.
    """
    if by not in DIMENSIONS:
        raise ValueError(f"{by}: totals are counted by {', '.join(DIMENSIONS)}")
    async with connection(db) as one:
        rows = await _counted(one, by, as_of)
        whole = await _counted(one, "level", as_of) if by == "programme" else rows
    return {
        "as_of": as_of.isoformat(),
        "formula": formula,
        "rows": in_order(by, rows),
        "total": named(
            [sum(column) for column in zip(*(row[_COUNTS] for row in whole), strict=True)]
        ),
    }


def in_order(by: str, rows: Iterable[Record]) -> list[dict[str, Any]]:
    """Rows of counts by their key, in the order in which keys are read."""
    return [
        {"key": _key(by, row["key"]), **named(row[_COUNTS])}
        for row in sorted(rows, key=_in_order_of(by))
        if row["total"]
    ]


def counts_of(items: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The seven groups, their total and what is behind, for items that were read one by one."""
    listed = list(items)
    found = Counter(item["schedule"] for item in listed)
    counts = [found[group] for group in GROUPS]
    return named([*counts, sum(counts), sum(item["behind"] for item in listed)])


async def _counted(db: Db, by: str, as_of: date) -> list[Record]:
    """From the counters, unless something happened after that day: then from history."""
    _, fine, coarse = (graduation(as_of, days) for days in GRADUATIONS)
    rows = await db.fetch(SQL["totals_now"], by, as_of, coarse, fine)
    if rows and rows[0]["latest"] >= end_of(as_of):
        return await _counted_then(db, by, as_of)
    return rows


async def _counted_then(db: Db, by: str, as_of: date) -> list[Record]:
    """The history of every assignment is gone through once for a past day; the counts are remembered while they hold."""
    return await remembered(
        db,
        ("totals", by, as_of),
        end_of(as_of),
        lambda: db.fetch(SQL["totals_then"], by, as_of),
    )


def named(counts: Sequence[int]) -> dict[str, int]:
    """The seven groups and their total by name; zeros when nothing was counted."""
    return dict(zip(COLUMNS, counts or [0] * len(COLUMNS), strict=True))


def _in_order_of(by: str) -> Any:
    """Keys as they are read, sessions by number, what has none at the end."""
    if by == "session":
        return lambda row: (row["key"] == NONE, int(row["key"] or 0))
    return lambda row: (row["key"] == NONE, row["key"])


def _key(by: str, key: str) -> str | int | None:
    if key == NONE:
        return None
    if by == "conclusion":
        return f"kl/{key}"
    return int(key) if by == "session" else key
