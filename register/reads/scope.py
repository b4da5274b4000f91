"""Whose work a person may read, as a part of every statement and never as a filter afterwards."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from asyncpg import Record

from register.pool import Db, connection
from register.reads.conclusions import FIRST, ConclusionNow, Place, as_now, conclusions_page
from register.reads.cursors import cursor_of, place_in
from register.reads.details import show
from register.reads.items import item_of
from register.reads.lists import MOST, ListPage
from register.reads.totals import FORMULA, counts_of, in_order, named, stats
from register.reads.wanted import (
    ListFilters,
    behind_on,
    counted,
    parameters_of,
    rows_wanted,
    stretches_of,
)
from register.sql import SQL
from schemas.ids import Kind, parsed

__all__ = [
    "Scope",
    "conclusions_for",
    "head_for",
    "list_for",
    "seen_of",
    "show_for",
    "states_for",
    "stats_for",
    "widened",
]

ALL_OF_THEM: Final = 1_000_000
_COUNTED: Final = slice(1, None)


@dataclass(frozen=True, slots=True)
class Scope:
    """All of it; or what concerns one office: what it leads or led, coordinates, or was asked about.

    The standing office of a conclusion also sees everything under it. Without an office: nothing.
    """

    whole: bool = False
    office: str | None = None
    is_standing: bool = False


async def widened(db: Db, scope: Scope) -> Scope:
    """The same scope, as the whole where every conclusion is this standing office's: counters then suffice."""
    if scope.whole or not scope.is_standing:
        return scope
    return Scope(whole=True) if await db.fetchval(SQL["stands_alone"], scope.office) else scope


async def list_for(
    db: Db, scope: Scope, filters: ListFilters, as_of: date, part: tuple[int, str | None]
) -> ListPage:
    """One page of `list_assignments`, of what may be seen; *part* is how many items after which cursor.

    For a part of the register always as it stands now; *as_of* then only says what is late.
    """
    at_most, after = part
    wanted = min(max(at_most, 1), MOST) + 1
    rows = await _rows_for(db, scope, filters, as_of, (wanted, after))
    shown = rows[: wanted - 1]
    last = cursor_of(shown[-1]["turn"], shown[-1]["id"]) if len(rows) == wanted else None
    return ListPage(as_of, [item_of(row, as_of) for row in shown], last)


async def head_for(
    db: Db, scope: Scope, filters: ListFilters, as_of: date, part: tuple[int, int]
) -> tuple[list[dict[str, Any]], int]:
    """The first so many items of such a list, and how many there are, counted up to so many."""
    shown, at_most = part
    scope = await widened(db, scope)
    known = None
    if scope.whole or _is_own(scope, filters):
        known = await counted(db, filters, as_of, at_most)
    if known is not None and not (shown and known):
        return [], known
    rows = await _rows_for(
        db, scope, filters, as_of, (at_most if known is None else min(shown, known), None)
    )
    return [item_of(row, as_of) for row in rows[:shown]], len(rows) if known is None else known


async def _rows_for(
    db: Db, scope: Scope, filters: ListFilters, as_of: date, part: tuple[int, str | None]
) -> list[Record]:
    wanted, after = part
    scope = await widened(db, scope)
    if scope.whole or _is_own(scope, filters):
        return await rows_wanted(db, filters, as_of, wanted, after)
    held: list[Record] = []
    if scope.office is not None and filters.agency is None:
        own = replace(filters, agency=scope.office)
        held = await rows_wanted(db, own, as_of, wanted, after, only_now=True)
    if not scope.is_standing and not await db.fetchval(SQL["has_beside"], scope.office):
        return held
    merged = {row["id"]: row for row in (*held, *await _beside(db, scope, filters, as_of, part))}
    return sorted(merged.values(), key=lambda row: (row["turn"], row["id"]))[:wanted]


async def _beside(
    db: Db, scope: Scope, filters: ListFilters, as_of: date, part: tuple[int, str | None]
) -> list[Record]:
    """The same of what an office may see and does not hold."""
    wanted, after = part
    start = place_in(after) if after else (0, "")
    rows: list[Record] = []
    async with connection(db) as one:
        for first, end in stretches_of(filters, as_of):
            turn, own = max(start, (first, ""))
            if turn < end and len(rows) < wanted:
                # Prepared for this call: the best plan depends on the office and the filters.
                prepared = await one.prepare(SQL["list_in_scope"])
                rows += await prepared.fetch(
                    *(turn, own, end, wanted - len(rows)),
                    *parameters_of(filters),
                    *(scope.office, scope.is_standing, behind_on(filters, as_of)),
                )
    return rows


def _is_own(scope: Scope, filters: ListFilters) -> bool:
    """What an office holds it may see: then its own index serves the list, and nothing is looked for twice."""
    return filters.agency is not None and filters.agency == scope.office


async def stats_for(db: Db, scope: Scope, by: str, as_of: date) -> dict[str, Any]:
    """`stats` of what may be seen; for a part of the register always as it stands now."""
    scope = await widened(db, scope)
    if scope.whole:
        return await stats(db, by, as_of)
    given = (as_of, scope.office, scope.is_standing)
    rows = await db.fetch(SQL["totals_in_scope"], by, *given)
    whole = await db.fetch(SQL["totals_in_scope"], "level", *given) if by == "programme" else rows
    sums = [sum(column) for column in zip(*(row[_COUNTED] for row in whole), strict=True)]
    return {
        "as_of": as_of.isoformat(),
        "formula": FORMULA,
        "rows": in_order(by, rows),
        "total": named(sums),
    }


async def states_for(db: Db, scope: Scope) -> Counter[str]:
    """How many assignments stand in which state."""
    scope = await widened(db, scope)
    if scope.whole:
        rows = await db.fetch(SQL["states_of_all"])
    else:
        rows = await db.fetch(SQL["states_in_scope"], scope.office, scope.is_standing)
    return Counter({row["state"]: row["n"] for row in rows})


async def conclusions_for(
    db: Db, scope: Scope, part: tuple[int, Place] = (ALL_OF_THEM, FIRST)
) -> list[ConclusionNow]:
    """The conclusions of which anything may be seen, newest first; *part* is how many after which place."""
    at_most, after = part
    scope = await widened(db, scope)
    if scope.whole:
        return await conclusions_page(db, at_most, after)
    given = (scope.office, scope.is_standing, at_most, *after)
    return [as_now(row) for row in await db.fetch(SQL["conclusions_in_scope"], *given)]


async def seen_of(db: Db, scope: Scope, ref: str) -> frozenset[str] | None:
    """Which assignments of a conclusion may be seen; None: all of it, whatever there is."""
    scope = await widened(db, scope)
    if scope.whole:
        return None
    rows = await db.fetch(SQL["seen_of_conclusion"], ref, scope.office, scope.is_standing, None)
    return frozenset(row["id"] for row in rows)


async def show_for(db: Db, scope: Scope, target_id: str, as_of: date) -> dict[str, Any] | None:
    """`show` of what may be seen; None for what may not, as for what is not there."""
    target = parsed(target_id)
    if target is None:
        return None
    if scope.whole:
        return await show(db, target_id, as_of)
    single = target.id if target.kind is Kind.ASSIGNMENT else None
    given = (target.ref, scope.office, scope.is_standing, single)
    rows = await db.fetch(SQL["seen_of_conclusion"], *given)
    seen = {row["id"] for row in rows}
    if not any(target.id == one or target.covers(one) for one in seen):
        return None
    found = await show(db, target_id, as_of)
    if found is None or target.kind is Kind.ASSIGNMENT:
        return found
    return _only(found, seen)


def _only(found: dict[str, Any], seen: set[str]) -> dict[str, Any]:
    """A directive or conclusion with what may be seen of it."""
    if found["kind"] == Kind.DIRECTIVE:
        return found | {"assignments": [one for one in found["assignments"] if one["id"] in seen]}
    directives = [
        one | {"assignments": [each for each in one["assignments"] if each["id"] in seen]}
        for one in found["directives"]
    ]
    kept = [one for one in directives if one["assignments"]]
    return found | {
        "directives": kept,
        "totals": counts_of(each for one in kept for each in one["assignments"]),
    }
