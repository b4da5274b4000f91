"""The event log as people read it: the history of one thing, escalations, refused deliveries, what is new."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from asyncpg import Record

from register.log.chain import as_shown
from register.log.stored import as_recorded
from register.pool import Db, connection
from register.sql import SQL
from schemas.events import Fact
from schemas.ids import Kind, parsed
from schemas.refusals import MalformedInput

__all__ = [
    "completed_by",
    "escalations",
    "events_of",
    "events_since",
    "evidence_named",
    "fact_counts",
    "refused",
    "shown",
]


async def events_of(
    db: Db, target_id: str, since: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """What happened to an assignment, directive or conclusion, oldest first; streams are merged by business time.

    *since* names for each stream the last seq that is known already.
    """
    target = parsed(target_id)
    if target is None:
        return []
    known = json.dumps(dict(since or {}))
    if target.kind is Kind.ASSIGNMENT:
        rows = await db.fetch(SQL["events_about"], target_id, known)
    elif target.kind is Kind.DIRECTIVE:
        rows = await db.fetch(SQL["events_of_directive"], target.ref, target.n, known)
    else:
        rows = await db.fetch(SQL["events_of_conclusion"], target.ref, known)
    return [shown(row) for row in rows]


async def events_since(db: Db, cursor: str | None) -> tuple[list[dict[str, Any]], str]:
    """What was recorded since an earlier call, and the cursor for the next; without a cursor: nothing yet, from now on.

    Raises MalformedInput when the cursor is not from an earlier call.
    """
    async with connection(db) as one:
        now = await one.fetchrow(SQL["log_position"])
        assert now is not None  # noqa: S101 - it has no table to be missing from
        here = f"{now['at'].isoformat()} {now['seen']}"
        if cursor is None:
            return [], here
        at, seen = _position(cursor)
        rows = await one.fetch(SQL["events_since"], seen, at, now["seen"])
    return [shown(row) for row in rows], here


async def escalations(db: Db, ref: str | None = None) -> list[dict[str, Any]]:
    """Every rung above a due day that was reached, in order of time; of one conclusion or of all."""
    rows = await db.fetch(SQL["escalations"], ref.removeprefix("kl/") if ref else None)
    return [_escalation(row, json.loads(row["payload"])) for row in rows]


async def refused(db: Db) -> list[dict[str, Any]]:
    """Delivered commands that were refused, newest first, with the code, the reason and the letter itself."""
    return [
        {
            "stream": row["stream"],
            "seq": row["seq"],
            "conclusion": row["target"],
            "at": row["at"].isoformat(),
            "recorded_at": row["recorded_at"].isoformat(),
            **json.loads(row["payload"]),
        }
        for row in await db.fetch(SQL["refused_commands"])
    ]


async def fact_counts(db: Db) -> dict[str, int]:
    """How often each kind of fact happened."""
    return {row["type"]: row["n"] for row in await db.fetch(SQL["fact_counts"])}


async def evidence_named(db: Db) -> list[tuple[str, dict[str, Any]]]:
    """Every file that a fact names: the assignment, and the reference (schemas.commands.EvidenceFile)."""
    rows = await db.fetch(SQL["evidence_named"])
    return [(row["target"], file) for row in rows for file in json.loads(row["payload"])["files"]]


async def completed_by(db: Db, day: date) -> list[str]:
    """The assignments that stood as completed at the end of that business day, for the draw."""
    return [row["id"] for row in await db.fetch(SQL["completed_by"], day)]


def shown(row: Record) -> dict[str, Any]:
    """An event as `show --history` prints it (docs/event-log.md)."""
    event = as_recorded(row)
    said = as_shown(event, recorded_at=event.recorded_at, prev_hash=event.prev_hash)
    return said | {"hash": event.hash}


def _escalation(row: Record, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "assignment": row["target"],
        "obligation": payload["obligation"],
        "rung": payload["rung"],
        "to": payload["to"],
        "at": row["at"].isoformat(),
        "collapsed": row["type"] == Fact.RUNG_COLLAPSED.value,
        "key": payload["obligation_key"],
        "office": payload["office"],
        "due_on": payload["due_on"],
        "moment": payload["moment"],
        "carried_over": payload.get("carried_over"),
        "stream": row["stream"],
        "seq": row["seq"],
    }


def _position(cursor: str) -> tuple[datetime, str]:
    at, _, seen = cursor.partition(" ")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise _bad_cursor(cursor) from None
    if moment.tzinfo is None or not _SNAPSHOT.fullmatch(seen):
        raise _bad_cursor(cursor)
    return moment, seen


def _bad_cursor(cursor: str) -> MalformedInput:
    return MalformedInput("bad_cursor", field="since", given=cursor[:200])


_SNAPSHOT: Final = re.compile(
    r"[1-9][0-9]{0,18}:[1-9][0-9]{0,18}:(?:[0-9]{1,19}(?:,[0-9]{1,19})*)?"
)
