"""Writes one commit: the events and what follows from them, as the parameters of one statement."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from asyncpg import Connection, Record

from policy.notices import Notice
from register.deriving.consequences import Consequences
from register.deriving.wordings import wording_rows
from register.log.chain import canonical, chained
from register.log.stored import as_rows, event_row
from register.sql import SQL
from register.writing.frames import header_hash, header_of
from schemas.events import Event

__all__ = ["append", "notice_row", "rows_of"]


async def append(
    db: "Connection[Record]",
    stream: str,
    head: Record,
    events: Sequence[Event],
    following: Consequences,
) -> bool:
    """Append to the stream whose head was read; False: it has moved meanwhile, and nothing was written."""
    if not following.new_wordings:
        return await _appended(db, stream, head, events, following)
    async with db.transaction():
        moved = await _appended(db, stream, head, events, following)
        if moved:
            rows = wording_rows(following.new_wordings.values())
            await db.execute(SQL["add_wordings"], rows)
    return moved


def rows_of(following: Consequences) -> Iterator[str]:
    """Assignments, standings, notices, counters, lateness: each in one order for everybody."""
    yield as_rows(following.changed[own].row() for own in sorted(following.changed))
    yield as_rows(following.standings[key].row() for key in sorted(following.standings))
    yield as_rows(notice_row(notice, at) for notice, at in following.notices)
    yield as_rows(following.tally.groups())
    yield as_rows(following.tally.late())


async def _appended(
    db: "Connection[Record]",
    stream: str,
    head: Record,
    events: Sequence[Event],
    following: Consequences,
) -> bool:
    recorded_at = head["recorded_at"]
    recorded = chained(events, head["head_hash"], recorded_at)
    header, named = await _new_header(db, stream, following)
    row = await db.fetchrow(
        SQL["append"],
        *(stream, head["seq"], recorded[-1].seq, recorded[-1].hash, recorded[-1].at),
        *(following.open_by, following.last_closing_at, header, named, recorded_at),
        *(as_rows(event_row(one) for one in recorded), *rows_of(following)),
        *(following.opened_packets, following.opened, following.opened_at),
    )
    return row is not None


def notice_row(notice: Notice, at: datetime) -> dict[str, Any]:
    return {
        "id": notice.id,
        "seq": notice.seq,
        "target": notice.target,
        "kind": notice.kind,
        "channel": notice.channel,
        "office": notice.office,
        "addressee": notice.to,
        "said": canonical(notice.said).replace("\\u0000", "\ufffd"),
        "at": at,
    }


async def _new_header(
    db: "Connection[Record]", stream: str, following: Consequences
) -> tuple[str | None, str | None]:
    """The header and its name, when the rules or the standing office have changed."""
    if following.header is following.frame.header:
        return None, None
    row = await db.fetchrow(SQL["frame_of_stream"], stream)
    header = header_of(following.header)
    return header, header_hash(header, row["content_hash"] if row else "")
