"""Writes one commit: the events and what follows from them, as the parameters of one statement."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from asyncpg import Connection, Record

from policy.notices import Notice
from register.deriving.consequences import Consequences
from register.deriving.wordings import wording_rows
from register.log.chain import canonical, links
from register.log.stored import as_rows, event_rows
from register.sql import SQL
from register.writing.copies import assignment_rows
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
    """Assignments, standings, notices, counters, lateness: each in one order for everybody.

    Of history only what has ended: where an assignment stands now is in its own row.
    """
    standings = following.standings
    changed = [following.changed[own] for own in sorted(following.changed)]
    yield assignment_rows(
        (held, (held.state.id, held.standing_from) in standings) for held in changed
    )
    yield as_rows(
        standings[key].row() for key in sorted(standings) if standings[key].to_day is not None
    )
    yield as_rows(_notice_row(notice) for notice, _ in following.notices)
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
    chain = list(links(events, head["head_hash"], recorded_at))
    header, named = await _new_header(db, stream, following)
    row = await db.fetchrow(
        SQL["append"],
        *(stream, head["seq"], events[-1].seq, chain[-1].hash, events[-1].at),
        *(following.open_by, following.last_closing_at, header, named, recorded_at),
        *(event_rows(chain), *rows_of(following)),
        *(following.opened_packets, following.opened, following.opened_at),
    )
    return row is not None


def notice_row(notice: Notice, at: datetime) -> dict[str, Any]:
    """A row of the outbox, but for its stream."""
    return {
        **_notice_row(notice),
        "target": notice.target,
        "kind": notice.kind,
        "at": at,
    }


def _notice_row(notice: Notice) -> dict[str, Any]:
    """What the statement `append` does not know from the event itself."""
    return {
        "id": notice.id,
        "seq": notice.seq,
        "channel": notice.channel,
        "office": notice.office,
        "addressee": notice.to,
        "said": canonical(notice.said).replace("\\u0000", "\ufffd"),
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
