"""Messages on their way out: what is due for whom, held by one dispatcher at a time, and what became of it.

A hold ends by itself, so that a dispatcher that dies in between loses nothing: what it may have
sent is sent again under the same id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from register.log.stored import as_rows
from register.pool import Db, connection
from register.sql import SQL

__all__ = [
    "Letter",
    "Outcome",
    "Target",
    "Wanted",
    "contents_of",
    "dispatch_counts",
    "dispatches",
    "hold",
    "next_due_in",
    "notices_waiting",
    "release",
    "send_again",
]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message for one target; `items` are the notices, or the lines of a digest."""

    id: UUID
    office: str
    kind: str
    """notices or digest"""
    moment: datetime
    day: date | None
    items: tuple[dict[str, Any], ...]
    since: datetime
    """When it became due."""


@dataclass(frozen=True, slots=True)
class Target:
    """An office's address in one channel, held, with what is due for it."""

    office: str
    channel: str
    address: str
    may_be_private: bool
    secrets: tuple[str, ...]
    """The present one first; the one before while receivers change over."""
    failures: int
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter: sent, dead, or still pending after a failed try."""

    message: UUID
    state: str
    receipt: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a dispatcher is ready to take on."""

    channel: str
    targets: int
    letters: int
    """For each target, at most."""
    hold: timedelta
    """Until when the targets stay held if the dispatcher dies."""
    doubtful: bool = False
    """Targets that failed last time, else those that did not."""


async def hold(db: Db, wanted: Wanted) -> list[Target]:
    """Take targets that have something due, so that nobody else sends there meanwhile."""
    channel = wanted.channel
    async with connection(db) as one:
        rows = await one.fetch(
            SQL["hold_targets"], channel, wanted.hold, wanted.targets, wanted.doubtful
        )
        if not rows:
            return []
        offices = [row["office"] for row in rows]
        due = await one.fetch(SQL["letters_held"], channel, offices, wanted.letters)
        told = await contents_of(one, [row["message"] for row in due if row["kind"] == "notices"])
    found: dict[str, list[Letter]] = {office: [] for office in offices}
    for row in due:
        items = row["items"] if row["kind"] == "digest" else told.get(row["message"], ())
        found[row["office"]].append(_letter(row, items))
    return [_target(row, found[row["office"]]) for row in rows]


async def contents_of(db: Db, messages: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The notices of each message, in the order in which a reader gets them."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    if messages:
        for row in await db.fetch(SQL["contents_of_messages"], list(messages)):
            item = dict(row)
            found.setdefault(item.pop("message"), []).append(item)
    return found


async def release(
    db: Db, target: Target, outcomes: Iterable[Outcome], *, failures: int, pause_s: float
) -> None:
    """Record what became of the letters, and let the target go; after failures it rests."""
    rows = as_rows(
        {
            "message": str(one.message),
            "state": one.state,
            "receipt": one.receipt,
            "error": one.error,
        }
        for one in outcomes
    )
    freed = as_rows([{"office": target.office, "failures": failures, "pause_s": pause_s}])
    async with connection(db) as one, one.transaction():
        await one.execute(SQL["record_sent"], target.channel, rows)
        await one.execute(SQL["release_targets"], target.channel, freed)


async def next_due_in(db: Db, channel: str) -> float | None:
    """Seconds until something is to be sent through the channel; None while nothing waits."""
    found: float | None = await db.fetchval(SQL["next_due"], channel)
    return found


async def dispatches(
    db: Db, *, state: str | None = None, office: str | None = None, limit: int = 200
) -> list[dict[str, Any]]:
    """Messages on their way, newest first, with what the last try said."""
    return [dict(row) for row in await db.fetch(SQL["dispatches"], state, office, limit)]


async def dispatch_counts(db: Db) -> dict[str, dict[str, int]]:
    """How many messages are pending, sent and dead in each channel."""
    found: dict[str, dict[str, int]] = {}
    for row in await db.fetch(SQL["dispatch_counts"]):
        found.setdefault(row["channel"], {})[row["state"]] = row["n"]
    return found


async def notices_waiting(db: Db) -> int:
    """Notices that are in no message yet."""
    return int(await db.fetchval(SQL["notices_waiting"]))


async def send_again(
    db: Db, *, message: UUID | None = None, office: str | None = None
) -> list[dict[str, Any]]:
    """Dead letters start afresh: one, those of an office, or all; which ones."""
    again = [dict(row) for row in await db.fetch(SQL["send_again"], message, office)]
    await db.execute(SQL["wake_dispatchers"])
    return again


def _letter(row: Any, items: Iterable[dict[str, Any]]) -> Letter:
    return Letter(
        id=row["message"],
        office=row["office"],
        kind=row["kind"],
        moment=row["moment"],
        day=row["day"],
        items=tuple(items),
        since=row["since"],
    )


def _target(row: Any, letters: Iterable[Letter]) -> Target:
    return Target(
        office=row["office"],
        channel=row["channel"],
        address=row["address"],
        may_be_private=row["may_be_private"],
        secrets=tuple(one for one in (row["secret"], row["previous_secret"]) if one),
        failures=row["failures"],
        letters=tuple(letters),
    )
