"""Lists of assignments: one page at a time, filtered, in the order in which they press."""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import asyncpg
from asyncpg import Record

from register.pool import Db, connection
from register.reads.clock import business_latest
from register.reads.cursors import cursor_of, place_in
from register.reads.items import item_of, schedule_in
from register.rows import GROUP, TURNS_PER_GROUP
from register.sql import SQL
from register.wordings import GRAM, grams_of
from schemas.folding import fold_vi
from schemas.moments import end_of
from schemas.states import Schedule

__all__ = ["ListFilters", "ListPage", "comparable", "list_assignments", "overdue"]

MOST: Final = 500
"""Items on one page at most."""

_EVERYTHING: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What is wanted; None and empty mean all. Days are inclusive."""

    agency: str | None = None
    """The code of the holder."""
    level: str | None = None
    state: str | None = None
    schedule: str | None = None
    """One of the seven groups of the statistics."""
    conclusion: str | None = None
    """A ref, with or without `kl/`."""
    session: int | None = None
    programme: str | None = None
    due_before: date | None = None
    due_after: date | None = None
    text: str | None = None
    """Any part of text, product, number or id, with or without marks."""


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
    rows = await _rows(db, filters, as_of, at_most + 1, after)
    there_is_more = len(rows) > at_most
    shown = rows[:at_most]
    last = cursor_of(shown[-1]["turn"], shown[-1]["id"]) if there_is_more else None
    return ListPage(as_of, [item_of(row, as_of) for row in shown], last)


async def overdue(db: Db, as_of: date) -> list[dict[str, Any]]:
    """Everything that is overdue at the end of that day, most days first."""
    wanted = ListFilters(schedule=Schedule.OPEN_OVERDUE)
    return [item_of(row, as_of) for row in await _rows(db, wanted, as_of, _EVERYTHING, None)]


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


def turns_of(schedule: str | None, as_of: date) -> tuple[int, int]:
    """The range of `turn` that a group of the statistics is on that day."""
    if schedule is None:
        return 0, (GROUP.REASSIGNED + 1) * TURNS_PER_GROUP
    tomorrow = as_of.toordinal() + 1
    match Schedule(schedule):
        case Schedule.OPEN_OVERDUE:
            return 0, tomorrow
        case Schedule.OPEN_IN_TIME:
            return tomorrow, (GROUP.BEFORE_THE_OFFICE + 1) * TURNS_PER_GROUP
        case one:
            place = _PLACES[one]
            return place * TURNS_PER_GROUP, (place + 1) * TURNS_PER_GROUP


_PLACES: Final[Mapping[Schedule, int]] = {
    Schedule.NO_DEADLINE: GROUP.NO_DEADLINE,
    Schedule.SUSPENDED: GROUP.SUSPENDED,
    Schedule.DONE_LATE: GROUP.DONE_LATE,
    Schedule.DONE_ON_TIME: GROUP.DONE_ON_TIME,
    Schedule.WITHDRAWN: GROUP.WITHDRAWN,
}


async def _rows(
    db: Db, filters: ListFilters, as_of: date, at_most: int, after: str | None
) -> list[Record]:
    first, end = turns_of(filters.schedule, as_of)
    turn, own = max(place_in(after), (first, "")) if after else (first, "")
    async with connection(db) as one:
        latest = await business_latest(one)
        then = latest is not None and latest >= end_of(as_of)
        sets: Iterable[list[str] | None] = [None]
        pages: list[list[Record]] = []
        if filters.programme is not None:
            found = await one.fetch(SQL["programme_sets"], filters.programme)
            sets = [row["programmes"] for row in found]
        for programmes in sets:
            given = (turn, own, end, *_parameters(filters, programmes), at_most)
            pages.append(await _page(one, given, as_of if then else None))
    return list(heapq.merge(*pages, key=_in_order))[:at_most]


def _in_order(row: Record) -> tuple[int, str]:
    return row["turn"], row["id"]


async def _page(
    db: "asyncpg.Connection[Record]", given: tuple[Any, ...], day: date | None
) -> list[Record]:
    # Prepared for this call and not from the connection's cache: a cached statement would soon get
    # one plan for all filters, and scan where an index would do.
    if day is None:
        return await (await db.prepare(SQL["list_now"])).fetch(*given)
    return await (await db.prepare(SQL["list_then"])).fetch(*given, day)


def _parameters(filters: ListFilters, programmes: list[str] | None) -> tuple[Any, ...]:
    words, lead = _searched(filters.text)
    conclusion = filters.conclusion.removeprefix("kl/") if filters.conclusion else None
    grams = list(grams_of(words)) if len(words) >= GRAM else None
    return (
        *(filters.agency or None, filters.level or None, filters.state or None, conclusion),
        *(filters.session, programmes, filters.due_after, filters.due_before, grams),
        *(_like(words) if words else None, f"{_escaped(lead)}%" if lead else None),
    )


def _searched(text: str | None) -> tuple[str, str]:
    """The folded words to look for, and the beginning of a lead's code when an assignment's id is given."""
    folded = fold_vi(text or "")
    if "@" not in folded:
        return folded, ""
    directive, _, lead = folded.partition("@")
    return directive, lead


def _like(words: str) -> str:
    return f"%{_escaped(words)}%"


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
