"""Totals by agency, level, session, conclusion or programme: seven groups that add up in every row."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from asyncpg import Record

from register.deriving.counting import GRADUATIONS, GROUPS, NONE, graduation
from register.pool import Db, connection
from register.sql import SQL
from schemas.moments import end_of
from schemas.states import Schedule

__all__ = ["DIMENSIONS", "FORMULA", "counts_of", "stats"]

DIMENSIONS: Final = ("agency", "level", "session", "conclusion", "programme")
FORMULA: Final = "total = done_on_time + done_late + open_in_time + open_overdue + no_deadline + suspended + withdrawn"
_EVERY: Final = tuple(group.value for group in Schedule)
_IN_TIME, _OVERDUE = Schedule.OPEN_IN_TIME.value, Schedule.OPEN_OVERDUE.value

Counts = dict[str, int]


async def stats(db: Db, by: str, as_of: date, *, formula: str = FORMULA) -> dict[str, Any]:
    """How many assignments stand where at the end of that day; what was reassigned counts at its successor.

    One assignment with several programmes counts in the row of each, and once in the total.
    """
    if by not in DIMENSIONS:
        raise ValueError(f"{by}: totals are counted by {', '.join(DIMENSIONS)}")
    async with connection(db) as one:
        counted = await _counted(one, by, as_of)
        whole = await _counted(one, "level", as_of) if by == "programme" else counted
    return {
        "as_of": as_of.isoformat(),
        "formula": formula,
        "rows": [{"key": _key(by, key), **_filled(counted[key])} for key in _in_order(by, counted)],
        "total": _filled(_sum(whole.values())),
    }


def counts_of(schedules: Iterable[str | None]) -> Counts:
    """The seven groups and their total for schedules that were read one by one."""
    counts: Counts = {}
    for schedule in schedules:
        if schedule is not None:
            counts[schedule] = counts.get(schedule, 0) + 1
    return _filled(counts)


async def _counted(db: Db, by: str, as_of: date) -> dict[str, Counts]:
    """From the counters, unless something happened after that day: then from history."""
    _, fine, coarse = (graduation(as_of, days) for days in GRADUATIONS)
    rows = await db.fetch(SQL["totals_now"], by, as_of, coarse, fine)
    if rows and rows[0]["latest"] >= end_of(as_of):
        return await _then(db, by, as_of)
    counts = {row["key"]: _split(row) for row in rows}
    return {key: one for key, one in counts.items() if any(one.values())}


async def _then(db: Db, by: str, as_of: date) -> dict[str, Counts]:
    found: dict[str, Counts] = {}
    for row in await db.fetch(SQL["totals_then"], by, as_of):
        group = _OVERDUE if row["overdue"] else row["grp"]
        counts = found.setdefault(row["key"], {})
        counts[group] = counts.get(group, 0) + row["n"]
    return found


def _split(row: Record) -> Counts:
    """The counters keep what is open with a day as one number; the lateness says how much of it is overdue."""
    counts = {group: row[group] for group in GROUPS}
    counts[_OVERDUE] = row["overdue"]
    counts[_IN_TIME] -= counts[_OVERDUE]
    return counts


def _filled(counts: Counts) -> dict[str, int]:
    every = {group: counts.get(group, 0) for group in _EVERY}
    return every | {"total": sum(every.values())}


def _sum(rows: Iterable[Counts]) -> Counts:
    total: Counts = {}
    for row in rows:
        for group, n in row.items():
            total[group] = total.get(group, 0) + n
    return total


def _in_order(by: str, counted: dict[str, Counts]) -> list[str]:
    if by == "session":
        return sorted(counted, key=lambda key: (key == NONE, int(key or 0)))
    return sorted(counted, key=lambda key: (key == NONE, key))


def _key(by: str, key: str) -> str | int | None:
    if key == NONE:
        return None
    if by == "conclusion":
        return f"kl/{key}"
    return int(key) if by == "session" else key
